package dev.millrace.serving.feed;

import dev.millrace.core.validation.Require;
import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import java.util.List;

/**
 * What a serving replica counted.
 *
 * @param requests since it told last
 * @param shadows since it told last
 * @param canaries since the step of each began
 */
public record CountsReport(
    List<Requests> requests, List<Shadowed> shadows, List<CanaryCounts> canaries) {

  public CountsReport {
    requests = Require.listOrEmpty(requests);
    shadows = Require.listOrEmpty(shadows);
    canaries = Require.listOrEmpty(canaries);
  }

  /**
   * How many requests an endpoint had in a minute.
   *
   * @param minutesAgo how long it is over, by the clock of who counted; 0 for this one
   */
  public record Requests(long endpointId, long requests, long minutesAgo) {}

  /** What became of the requests that were mirrored to a variant. */
  public record Shadowed(long endpointId, String variant, ShadowCounts counts) {}
}
