package dev.millrace.serving.canary;

import org.jspecify.annotations.Nullable;

/**
 * Which versions an endpoint is to answer with.
 *
 * @param primary the version that answers what no canary does
 * @param running the version that it goes over to, if it does
 * @param refused the version that it follows and was rolled back from
 */
public record CanaryDecision(int primary, @Nullable Running running, @Nullable Refused refused) {

  /**
   * A canary.
   *
   * @param share of the requests, from 0 to 1
   */
  public record Running(long canaryId, int version, int step, double share) {}

  /** A canary that was rolled back. */
  public record Refused(int version, String reason, long atMillis) {}
}
