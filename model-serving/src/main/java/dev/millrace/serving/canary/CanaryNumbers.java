package dev.millrace.serving.canary;

import dev.millrace.core.serving.Canary;
import dev.millrace.serving.canary.CanaryCountStore.Counted;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sums up what servers counted. */
final class CanaryNumbers {

  private CanaryNumbers() {}

  /** What one of the versions did in a step, over all servers. */
  static Totals of(List<Counted> counts, int step, boolean to) {
    return Totals.sum(
        counts.stream()
            .filter(count -> count.step() == step && count.to() == to)
            .map(Counted::totals)
            .toList());
  }

  /**
   * What the previous version is compared by: what it did in the current step; in all steps, where
   * that is too little, as it is when the new version answers all.
   */
  static Totals baseline(List<Counted> counts, StoredCanary canary) {
    Totals now = of(counts, canary.step(), false);
    Integer enough = canary.plan().minRequests();
    return enough != null && now.requests() >= enough
        ? now
        : Totals.sum(counts.stream().filter(each -> !each.to()).map(Counted::totals).toList());
  }

  /** The current step as it is shown. */
  static Canary.Step step(StoredCanary canary, List<Counted> counts, @Nullable Long endedAt) {
    Totals to = of(counts, canary.step(), true);
    Double shift = Scores.shift(to.scores(), baseline(counts, canary).scores());
    return new Canary.Step(
        canary.plan().steps().get(canary.step()),
        canary.stepStartedAtMillis(),
        endedAt,
        to.measured(),
        of(counts, canary.step(), false).measured(),
        shift);
  }
}
