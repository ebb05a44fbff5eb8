package dev.millrace.serving.endpoint;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.serving.CanaryPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the fields of a canary plan may hold, and what they are where they are absent. */
final class CanaryRules {

  private static final List<Double> DEFAULT_STEPS = List.of(5.0, 25.0, 50.0, 100.0);
  private static final int MOST_STEPS = 20;
  private static final int DEFAULT_BAKE_SECONDS = 300;
  private static final int LONGEST_BAKE_SECONDS = 7 * 24 * 3600;
  private static final int DEFAULT_REQUESTS = 100;
  private static final double DEFAULT_ERROR_RATE = 0.01;
  private static final int LONGEST_REASON = 1_000;

  private CanaryRules() {}

  static CanaryPlan plan(CanaryPlan given) {
    return new CanaryPlan(
        given.steps().isEmpty() ? DEFAULT_STEPS : steps(given.steps()),
        whole(given.bakeSeconds(), DEFAULT_BAKE_SECONDS, 0, LONGEST_BAKE_SECONDS, "bake_seconds"),
        whole(given.minRequests(), DEFAULT_REQUESTS, 2, Integer.MAX_VALUE, "min_requests"),
        given.maxErrorRate() == null
            ? Double.valueOf(DEFAULT_ERROR_RATE)
            : bound(given.maxErrorRate(), 0, "max_error_rate"),
        bound(given.maxP99Millis(), 0, "max_p99_millis"),
        bound(given.maxP99Ratio(), 1, "max_p99_ratio"),
        bound(given.maxScoreShift(), 0, "max_score_shift"));
  }

  private static List<Double> steps(List<Double> steps) {
    double last = 0;
    for (Double step : steps) {
      if (step == null || !(step > last && step <= 100)) {
        throw MlflowException.invalidParameter(
            "Parameter 'steps' holds shares in percent, each greater than the one before, up to"
                + " 100.");
      }
      last = step;
    }
    if (steps.size() > MOST_STEPS) {
      throw MlflowException.invalidParameter(
          "Parameter 'steps' has more than " + MOST_STEPS + " steps.");
    }
    return List.copyOf(steps);
  }

  private static int whole(
      @Nullable Integer given, int otherwise, int least, int most, String field) {
    if (given == null) {
      return otherwise;
    }
    if (given < least || given > most) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' is a number from %d to %d.".formatted(field, least, most));
    }
    return given;
  }

  private static @Nullable Double bound(@Nullable Double given, double least, String field) {
    if (given != null && !(given >= least && given < Double.POSITIVE_INFINITY)) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' is a number of at least %s.".formatted(field, (long) least));
    }
    return given;
  }

  /** As the end of a sentence. */
  static String reason(@Nullable String given) {
    if (given == null || given.isBlank()) {
      return ".";
    }
    if (given.length() > LONGEST_REASON || given.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter(
          "Parameter 'reason' is longer than " + LONGEST_REASON + " characters, or holds a NUL.");
    }
    return ": " + given;
  }
}
