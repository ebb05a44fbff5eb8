package dev.millrace.serving.deployment;

import dev.millrace.serving.canary.CanaryDecision;
import dev.millrace.serving.canary.CanaryWindow;

/**
 * The version that an endpoint goes over to, and how far it is.
 *
 * @param share of the requests that the primary would answer, from 0 to 1
 * @param seed by which those requests are chosen
 */
record CanaryShare(LiveVariant variant, int version, CanaryWindow window, double share, long seed) {

  static CanaryShare of(EndpointSpec spec, LiveVariant variant, CanaryDecision.Running running) {
    return new CanaryShare(
        variant,
        running.version(),
        new CanaryWindow(running.canaryId(), running.step()),
        running.share(),
        Lots.seed(spec.name(), LiveVariant.CANARY));
  }

  boolean isOf(CanaryDecision.Running running) {
    return window.canaryId() == running.canaryId();
  }

  /** At the step where the canary is now; what the steps before counted is over. */
  CanaryShare at(CanaryDecision.Running running) {
    return window.isOf(running)
        ? this
        : new CanaryShare(
            variant,
            version,
            new CanaryWindow(running.canaryId(), running.step()),
            running.share(),
            seed);
  }

  /** Whether a request of this lot is the new version's; of those it had, it loses none. */
  boolean has(long lot) {
    return Lots.place(lot, seed) <= share;
  }
}
