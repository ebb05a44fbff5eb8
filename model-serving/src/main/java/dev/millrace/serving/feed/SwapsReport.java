package dev.millrace.serving.feed;

import dev.millrace.core.serving.Swap;
import dev.millrace.core.validation.Require;
import java.util.List;

/**
 * How far swaps of a serving replica have come.
 *
 * @param refusals canaries that it cannot go along with
 */
public record SwapsReport(List<NumberedSwap> swaps, List<Refusal> refusals) {

  public SwapsReport {
    swaps = Require.listOrEmpty(swaps);
    refusals = Require.listOrEmpty(refusals);
  }

  /**
   * A swap with all that happened so far.
   *
   * @param number that the replica gave it
   * @param swapped whether the traffic went to the new version since it was told last
   */
  public record NumberedSwap(long number, long endpointId, boolean swapped, Swap swap) {}

  /** A version that the replica cannot bring up, and never will. */
  public record Refusal(long endpointId, long canaryId, String reason) {}
}
