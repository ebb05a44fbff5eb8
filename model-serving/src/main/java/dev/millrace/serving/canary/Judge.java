package dev.millrace.serving.canary;

import dev.millrace.core.serving.CanaryPlan;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds what a new version did against the bounds of a plan. */
final class Judge {

  private final CanaryPlan plan;

  Judge(CanaryPlan plan) {
    this.plan = plan;
  }

  /** Whether the new version was asked enough to be judged. */
  boolean isEnough(Totals to) {
    return to.requests() >= require(plan.minRequests());
  }

  /**
   * The first bound that the new version is beyond, for people; null where it keeps all. What needs
   * the previous version's numbers is not judged where there are none.
   */
  @Nullable String fault(Totals to, Totals from) {
    double rate = to.errorRate();
    double mayBe = from.errorRate() + require(plan.maxErrorRate());
    if (rate > mayBe) {
      return text(
          "It answered %d of %d requests with errors (%.2f %%), which is more than %.2f %%.",
          to.errors(), to.requests(), rate * 100, mayBe * 100);
    }
    Double p99 = Latencies.p99Millis(to.latencies());
    if (p99 != null && plan.maxP99Millis() != null && p99 > plan.maxP99Millis()) {
      return text("Its p99 is %.1f ms, which is more than %.1f ms.", p99, plan.maxP99Millis());
    }
    Double before = Latencies.p99Millis(from.latencies());
    if (p99 != null
        && before != null
        && plan.maxP99Ratio() != null
        && p99 > before * plan.maxP99Ratio()) {
      return text(
          "Its p99 is %.1f ms, which is more than %.2f times the %.1f ms of the previous version.",
          p99, plan.maxP99Ratio(), before);
    }
    Double shift = Scores.shift(to.scores(), from.scores());
    if (shift != null && plan.maxScoreShift() != null && shift > plan.maxScoreShift()) {
      return text(
          "Its predictions are %.2f standard deviations away from the previous version's, which is"
              + " more than %.2f.",
          shift, plan.maxScoreShift());
    }
    return null;
  }

  private static <T extends Number> double require(@Nullable T bound) {
    if (bound == null) {
      throw new IllegalStateException("a plan without its defaults");
    }
    return bound.doubleValue();
  }

  private static String text(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
