package dev.millrace.registry.gate;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.GateResult;
import dev.millrace.core.serving.ModelTrial;
import dev.millrace.core.serving.RecordedTraffic;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The candidate, loaded beside the live version, keeps up with the rate that is asked of it. */
@ApplicationScoped
class LoadGate implements Gate {

  private static final Duration DEFAULT_DURATION = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration DEFAULT_P99 = Duration.ofMillis(100);

  /** Of the rate that was asked for: the last requests of a run may come late. */
  private static final double KEPT_UP = 0.95;

  /** The most that a policy may ask for. */
  private static final int HIGHEST_RATE = 100_000;

  private final ModelTrial trial;
  private final RecordedTraffic traffic;

  LoadGate(ModelTrial trial, RecordedTraffic traffic) {
    this.trial = trial;
    this.traffic = traffic;
  }

  @Override
  public String type() {
    return "load";
  }

  @Override
  public void check(GateSpec spec) {
    if (duration(spec).compareTo(LONGEST) > 0) {
      throw MlflowException.invalidParameter(
          "'duration' is longer than " + LONGEST.toSeconds() + "s.");
    }
  }

  @Override
  public GateResult evaluate(GateSpec spec, GateContext context) throws GateException {
    int rate = rate(spec, context);
    ModelTrial.LoadReport load =
        trial
            .run(
                context.candidate().requireServable(),
                new ModelTrial.Plan(List.of(), new ModelTrial.Load(rate, duration(spec))))
            .load();
    if (load == null) {
      throw new GateException("The model has no input example to be asked with.");
    }
    Duration maxP99 = spec.text("max_p99").map(Quantity::duration).orElse(DEFAULT_P99);
    double maxErrors = spec.number("max_error_share").orElse(0.0);
    double errors = (double) load.errors() / Math.max(1, load.requests());
    List<String> faults = new ArrayList<>();
    if (errors > maxErrors) {
      faults.add(load.errors() + " of " + load.requests() + " requests failed");
    }
    if (load.p99Micros() > maxP99.toNanos() / 1_000) {
      faults.add("p99 %.3f ms; at most %d ms".formatted(load.p99Micros() / 1e3, maxP99.toMillis()));
    }
    if (load.sentPerSecond() < KEPT_UP * rate) {
      faults.add("%.0f requests/s; %d asked for".formatted(load.sentPerSecond(), rate));
    }
    Map<String, Object> evidence = new LinkedHashMap<>();
    evidence.put("rate", rate);
    evidence.put("requests", load.requests());
    evidence.put("errors", load.errors());
    evidence.put("requests_per_second", load.sentPerSecond());
    evidence.put("p50_micros", load.p50Micros());
    evidence.put("p99_micros", load.p99Micros());
    return Results.ofFaults(
        spec,
        faults,
        "%d requests at %.0f/s, p99 %.3f ms"
            .formatted(load.requests(), load.sentPerSecond(), load.p99Micros() / 1e3),
        evidence);
  }

  /** The rate that is given, or that of the endpoints' busiest minute of the last day. */
  private int rate(GateSpec spec, GateContext context) throws GateException {
    if (spec.settings().path("rate").isNumber()) {
      return spec.settings().get("rate").asInt();
    }
    OptionalDouble recorded =
        traffic.busiestRate(context.candidate().version().name(), context.alias());
    if (recorded.isEmpty() && spec.number("min_rate").isEmpty()) {
      throw new GateException(
          "No endpoint of @%s was asked anything in the last day; give a 'min_rate'."
              .formatted(context.alias()));
    }
    double atLeast = spec.number("min_rate").orElse(1.0);
    return (int) Math.min(HIGHEST_RATE, Math.ceil(Math.max(atLeast, recorded.orElse(0))));
  }

  private static Duration duration(GateSpec spec) {
    return spec.text("duration").map(Quantity::duration).orElse(DEFAULT_DURATION);
  }
}
