package dev.millrace.serving.deployment;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.Followed;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.monitoring.EndpointMeters;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One endpoint at work in this process: its variants, each of which follows what it follows, and
 * the choice of the one that answers a request.
 */
final class LiveEndpoint {

  private final SwapTools tools;
  private final EndpointMeters meters;
  private final Turns turns;
  private final LongAdder requests = new LongAdder();
  private volatile EndpointSpec spec;
  private volatile Split split;

  // Guarded by this.
  private final Map<String, ShadowLog> shadowLogs = new HashMap<>();
  private boolean closed;

  LiveEndpoint(EndpointSpec spec, SwapTools tools, EndpointMeters meters, ServingConfig config) {
    this.spec = spec;
    this.tools = tools;
    this.meters = meters;
    this.turns = new Turns(config);
    LiveVariant primary = LiveVariant.primary(this, tools, this::target);
    this.split = new Split(spec, primary, Map.of(), Map.of());
    update(spec);
  }

  EndpointSpec spec() {
    return spec;
  }

  EndpointMeters meters() {
    return meters;
  }

  /**
   * From now on the endpoint is as it was changed to. A variant that stays goes on answering until
   * the version that it follows then is ready; one that goes answers what it has.
   */
  void update(EndpointSpec changed) {
    Map<String, LiveVariant> gone;
    synchronized (this) {
      if (closed) {
        return;
      }
      Split before = split;
      Map<String, LiveVariant> others = new LinkedHashMap<>();
      for (VariantSpec variant : changed.variants()) {
        String name = variant.name();
        others.put(
            name,
            before
                .other(name)
                .orElseGet(() -> new LiveVariant(name, this, tools, () -> target(name))));
      }
      gone = new LinkedHashMap<>(before.others());
      gone.keySet().removeAll(others.keySet());
      spec = changed;
      keepShadowLogs(changed);
      split = new Split(changed, before.primary(), others, shadowLogs);
    }
    // Who chose one of them just now finds it empty and asks the primary.
    gone.values().forEach(LiveVariant::close);
  }

  private void keepShadowLogs(EndpointSpec changed) {
    Set<String> shadows =
        changed.variants().stream()
            .filter(variant -> variant.shadow() != null)
            .map(VariantSpec::name)
            .collect(Collectors.toSet());
    shadowLogs.entrySet().removeIf(entry -> isGone(entry, shadows));
    for (String name : shadows) {
      shadowLogs.computeIfAbsent(name, shadow -> new ShadowLog(meters.ofShadow(shadow)));
    }
  }

  private static boolean isGone(Map.Entry<String, ShadowLog> log, Set<String> shadows) {
    boolean gone = !shadows.contains(log.getKey());
    if (gone) {
      log.getValue().close();
    }
    return gone;
  }

  private Optional<ServableVersion> target() {
    EndpointSpec now = spec;
    return tools.targets().resolve(now.modelName(), now.follows());
  }

  private Optional<ServableVersion> target(String variant) {
    EndpointSpec now = spec;
    return now.variant(variant)
        .flatMap(followed -> tools.targets().resolve(now.modelName(), followed.follows()));
  }

  /** Has every variant look at what it follows. */
  void follow(boolean retryFailed) {
    split.all().forEach(variant -> variant.follow(retryFailed));
  }

  /** What is followed may name another version now: those on it look, and try again. */
  void moved(Predicate<Followed> what) {
    EndpointSpec now = spec;
    if (what.test(now.follows())) {
      split.primary().follow(true);
    }
    for (VariantSpec variant : now.variants()) {
      if (what.test(variant.follows())) {
        split.other(variant.name()).ifPresent(live -> live.follow(true));
      }
    }
  }

  /**
   * A hold on the deployment that answers one request.
   *
   * @throws MlflowException TEMPORARILY_UNAVAILABLE where no version is ready,
   *     RESOURCE_DOES_NOT_EXIST where the version that is asked is not loaded,
   *     REQUEST_LIMIT_EXCEEDED where too many requests have come
   */
  Lease acquire(Asked asked) {
    if (!turns.take()) {
      meters.busy();
      throw new MlflowException(
          ErrorCode.REQUEST_LIMIT_EXCEEDED,
          "Endpoint '%s' answers as many requests as it may; ask again.".formatted(spec.name()));
    }
    Lease lease = null;
    try {
      lease = hold(asked);
    } finally {
      if (lease == null) {
        turns.giveBack();
      }
    }
    requests.increment();
    return lease;
  }

  private Lease hold(Asked asked) {
    String version = asked.version();
    if (version != null) {
      return holdVersion(version);
    }
    Split now = split;
    LiveVariant chosen = now.choose(asked.key());
    Deployment held = chosen.hold();
    if (held == null && chosen != now.primary()) {
      chosen = now.primary();
      held = chosen.hold();
    }
    if (held == null) {
      meters.notReady();
      throw notReady();
    }
    return new Lease(held, this, chosen);
  }

  /** Of several variants with that version it is the first. */
  private Lease holdVersion(String version) {
    int number = number(version);
    // Twice: a version may change from one variant to another meanwhile.
    for (int look = 0; look < 2; look++) {
      for (LiveVariant variant : places()) {
        Deployment held = variant.holdLive(number);
        if (held != null) {
          return new Lease(held, this, variant);
        }
      }
    }
    String loaded = loaded().map(String::valueOf).collect(Collectors.joining(", "));
    if (loaded.isEmpty()) {
      meters.notReady();
      throw notReady();
    }
    throw MlflowException.notFound(
        "The version that is asked for is not loaded behind endpoint '%s'; loaded are: %s."
            .formatted(spec.name(), loaded));
  }

  private Iterable<LiveVariant> places() {
    return split.all()::iterator;
  }

  private static int number(String version) {
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The versions that can be asked. */
  Stream<Integer> loaded() {
    return split.all().flatMap(variant -> variant.liveVersion().stream()).distinct().sorted();
  }

  /** The version with all its files where a variant has it already; the caller lets go of it. */
  @Nullable Deployment holdLoaded(ServableVersion version) {
    for (LiveVariant variant : places()) {
      Deployment held = variant.holdLoaded(version);
      if (held != null) {
        return held;
      }
    }
    return null;
  }

  void release(Deployment deployment) {
    deployment.letGo();
    turns.giveBack();
  }

  /** Looks at the deployment that would answer, which is held meanwhile; errors as in acquire. */
  <T> T look(Asked asked, Function<Lease, T> glance) {
    Lease lease = hold(asked);
    try {
      return glance.apply(lease);
    } finally {
      lease.deployment().letGo();
    }
  }

  private MlflowException notReady() {
    return new MlflowException(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        ("Endpoint '%s' has no version that is ready: %s of model '%s' is none, or one that is still"
                + " being brought up or has failed.")
            .formatted(spec.name(), spec.follows().text(), spec.modelName()));
  }

  void answered(Deployment deployment, long nanos, @Nullable String error) {
    meters.answered(deployment.version().version(), nanos, error);
  }

  /** What a request was answered with: shadows of the primary are asked the same. */
  void predicted(LiveVariant variant, Mirror.Answered answered) {
    Split now = split;
    if (variant == now.primary()) {
      for (Split.Shadowed shadow : now.shadows()) {
        if (ThreadLocalRandom.current().nextDouble() < shadow.share()) {
          tools.mirror().offer(shadow.variant(), shadow.log(), shadow.tolerance(), answered);
        }
      }
    }
  }

  /** What became of mirrored requests since the last time this was asked. */
  synchronized Map<ShadowOf, ShadowCounts> takeShadowCounts() {
    Map<ShadowOf, ShadowCounts> all = new HashMap<>();
    shadowLogs.forEach(
        (variant, log) -> {
          ShadowCounts counts = log.take();
          if (!counts.isEmpty()) {
            all.put(new ShadowOf(spec.endpointId(), variant), counts);
          }
        });
    return all;
  }

  /** Whether anything is mirrored. */
  boolean isMirrored() {
    return !split.shadows().isEmpty();
  }

  /** The requests since the last time this was asked. */
  long takeRequestCount() {
    return requests.sumThenReset();
  }

  /** A deployment that a variant had is freed. */
  void freed(Deployment deployment) {
    int version = deployment.version().version();
    if (split.all().noneMatch(variant -> variant.liveVersion().equals(Optional.of(version)))) {
      meters.remove(version);
    }
    split.all().forEach(variant -> variant.freed(deployment));
  }

  /** Takes no more requests; models are freed when those they have are answered. */
  void close() {
    synchronized (this) {
      closed = true;
    }
    split.all().forEach(LiveVariant::close);
    meters.close();
  }

  /** The endpoint as the API shows it. */
  Endpoint describe() {
    return new EndpointView(spec).of(split);
  }
}
