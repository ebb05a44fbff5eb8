package dev.millrace.serving.canary;

import dev.millrace.core.serving.CanaryPlan;

/** Decides which versions endpoints with a canary plan answer with, for all servers alike. */
public interface CanaryDecisions {

  /**
   * Decides for an endpoint that follows a version now. The first is taken as it is; for any other
   * a canary begins, unless that version was rolled back from and nothing else was followed since.
   */
  CanaryDecision decide(long endpointId, int wanted, CanaryPlan plan);

  /** A server cannot bring up the new version, and never will. */
  void giveUp(long endpointId, long canaryId, String reason);
}
