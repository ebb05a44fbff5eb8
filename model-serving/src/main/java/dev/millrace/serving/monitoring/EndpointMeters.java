package dev.millrace.serving.monitoring;

import dev.millrace.core.serving.GetTraffic.VersionTraffic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.ValueAtPercentile;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** The meters of one endpoint: those of each version that answers, and of its swaps. */
public final class EndpointMeters implements AutoCloseable {

  private static final String ENDPOINT = "endpoint";
  private static final String VERSION = "version";
  private static final String REQUEST = "millrace.serving.request";
  private static final String ERRORS = "millrace.serving.errors";

  private final MeterRegistry registry;
  private final String endpoint;
  private final Map<Integer, VersionMeters> versions = new ConcurrentHashMap<>();

  /** Of versions that score requests together; most never do. */
  private final Map<Integer, DistributionSummary> together = new ConcurrentHashMap<>();

  private final Counter notReady;
  private final Counter busy;
  private final Counter late;
  private final Counter overRate;
  private final Counter unknownKey;

  public EndpointMeters(MeterRegistry registry, String endpoint) {
    this.registry = registry;
    this.endpoint = endpoint;
    this.notReady = turnedAway("not_ready");
    this.busy = turnedAway("busy");
    this.late = turnedAway("late");
    this.overRate = turnedAway("rate");
    this.unknownKey = turnedAway("key");
  }

  /** Meters of one version behind the endpoint. */
  private record VersionMeters(Timer requests, Map<String, Counter> errors, ServedCounts counts) {}

  /** A request was answered with predictions, so long after it was its turn. */
  public void succeeded(int version, long nanos, Stages stages) {
    VersionMeters meters = versions.computeIfAbsent(version, this::open);
    meters.requests().record(nanos, TimeUnit.NANOSECONDS);
    meters.counts().succeeded(stages);
  }

  /**
   * A request was answered with an error, so long after it was its turn.
   *
   * @param waitedNanos for its turn
   * @param error its code
   */
  public void failed(int version, long waitedNanos, long nanos, String error) {
    VersionMeters meters = versions.computeIfAbsent(version, this::open);
    meters.requests().record(nanos, TimeUnit.NANOSECONDS);
    meters.errors().computeIfAbsent(error, code -> errors(version, code)).increment();
    meters.counts().failed(waitedNanos + nanos);
  }

  /** So many requests were scored by a version at once. */
  public void scoredTogether(int version, int requests) {
    together.computeIfAbsent(version, this::openTogether).record(requests);
    versions.computeIfAbsent(version, this::open).counts().scoredTogether(requests);
  }

  /** What was counted of the requests to a version; all zero where there was none. */
  public ServedStats served(int version) {
    VersionMeters meters = versions.get(version);
    return (meters == null ? new ServedCounts() : meters.counts()).read();
  }

  /** How many requests wait for their turn, as it is asked. */
  public void waiting(IntSupplier queue) {
    Gauge.builder("millrace.serving.waiting", queue::getAsInt)
        .description("Requests that wait for their turn")
        .tag(ENDPOINT, endpoint)
        .strongReference(true)
        .register(registry);
  }

  /** A request came while no version was ready. */
  public void notReady() {
    notReady.increment();
  }

  /** A request came while as many were being answered, and waited, as may. */
  public void busy() {
    busy.increment();
  }

  /** A request had waited for its turn as long as its caller waits for the answer. */
  public void late() {
    late.increment();
  }

  /** A request came with a key that had been used as often as it may. */
  public void overRate() {
    overRate.increment();
  }

  /** A request came without a key that the endpoint knows, and it needs one. */
  public void unknownKey() {
    unknownKey.increment();
  }

  /** A swap ended, in the new version's taking over the traffic or in its refusal. */
  public void swapped(long nanos, boolean succeeded) {
    Timer.builder("millrace.serving.swap")
        .description("From the first byte of a version to its taking over the traffic")
        .tag(ENDPOINT, endpoint)
        .tag("outcome", succeeded ? "swapped" : "refused")
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** The meters of the requests that are mirrored to a variant. */
  public ShadowMeters ofShadow(String variant) {
    return new ShadowMeters(registry, endpoint, variant);
  }

  /** A version has answered its last request: its meters go, or they would grow with every swap. */
  public void remove(int version) {
    VersionMeters gone = versions.remove(version);
    if (gone != null) {
      registry.remove(gone.requests());
      gone.errors().values().forEach(registry::remove);
    }
    DistributionSummary batches = together.remove(version);
    if (batches != null) {
      registry.remove(batches);
    }
  }

  /** The endpoint is gone, and all its meters. */
  @Override
  public void close() {
    versions.clear();
    together.clear();
    for (Meter meter : List.copyOf(registry.getMeters())) {
      boolean ours = meter.getId().getName().startsWith("millrace.serving.");
      if (ours && endpoint.equals(meter.getId().getTag(ENDPOINT))) {
        registry.remove(meter);
      }
    }
  }

  /** What was counted of the versions that answer for an endpoint, by their numbers. */
  public static List<VersionTraffic> read(MeterRegistry registry, String endpoint) {
    return registry.find(REQUEST).tag(ENDPOINT, endpoint).timers().stream()
        .map(timer -> read(registry, endpoint, timer))
        .sorted(Comparator.comparingInt(traffic -> Integer.parseInt(traffic.version())))
        .toList();
  }

  private static VersionTraffic read(MeterRegistry registry, String endpoint, Timer timer) {
    String version = Objects.requireNonNull(timer.getId().getTag(VERSION));
    double errors =
        registry.find(ERRORS).tag(ENDPOINT, endpoint).tag(VERSION, version).counters().stream()
            .mapToDouble(Counter::count)
            .sum();
    ValueAtPercentile[] times = timer.takeSnapshot().percentileValues();
    return new VersionTraffic(
        version,
        timer.count(),
        (long) errors,
        millis(times, 0.5),
        millis(times, 0.95),
        millis(times, 0.99));
  }

  /** Null where there was no request lately. */
  private static @Nullable Double millis(ValueAtPercentile[] times, double percentile) {
    for (ValueAtPercentile time : times) {
      if (time.percentile() == percentile && time.value() > 0) {
        return time.value(TimeUnit.MILLISECONDS);
      }
    }
    return null;
  }

  private Counter turnedAway(String reason) {
    return Counter.builder("millrace.serving.turned.away")
        .description("Requests that no version was asked: none was ready, too many, late, no key")
        .tag(ENDPOINT, endpoint)
        .tag("reason", reason)
        .register(registry);
  }

  private VersionMeters open(int version) {
    return new VersionMeters(
        Timer.builder(REQUEST)
            .description("Time from a request's body to its answer, within the server")
            .tag(ENDPOINT, endpoint)
            .tag(VERSION, Integer.toString(version))
            .publishPercentiles(0.5, 0.9, 0.95, 0.99, 0.999)
            .register(registry),
        new ConcurrentHashMap<>(),
        new ServedCounts());
  }

  private DistributionSummary openTogether(int version) {
    return DistributionSummary.builder("millrace.serving.batch.requests")
        .description("Requests that were scored together, where the endpoint batches")
        .tag(ENDPOINT, endpoint)
        .tag(VERSION, Integer.toString(version))
        .publishPercentiles(0.5, 0.99)
        .register(registry);
  }

  private Counter errors(int version, String code) {
    return Counter.builder(ERRORS)
        .description("Requests that were answered with an error, by its code")
        .tag(ENDPOINT, endpoint)
        .tag(VERSION, Integer.toString(version))
        .tag("code", code)
        .register(registry);
  }
}
