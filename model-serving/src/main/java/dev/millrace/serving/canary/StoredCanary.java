package dev.millrace.serving.canary;

import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A canary as the database has it.
 *
 * @param step the index of the current step
 * @param stepAgeMillis for how long that goes on, by the database's clock
 * @param steps what was measured in those that are over
 */
record StoredCanary(
    long id,
    long endpointId,
    int fromVersion,
    int toVersion,
    Canary.State state,
    int step,
    @Nullable String reason,
    CanaryPlan plan,
    long startedAtMillis,
    @Nullable Long endedAtMillis,
    long stepStartedAtMillis,
    long stepAgeMillis,
    List<Canary.Step> steps) {

  boolean isRunning() {
    return state == Canary.State.RUNNING;
  }

  /** Of the requests, in percent. */
  double share() {
    return switch (state) {
      case RUNNING -> plan.steps().get(step);
      case DONE -> 100;
      case ROLLED_BACK, CANCELLED -> 0;
    };
  }

  boolean isLastStep() {
    return step + 1 >= plan.steps().size();
  }
}
