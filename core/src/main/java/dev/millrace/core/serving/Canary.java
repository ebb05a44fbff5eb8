package dev.millrace.core.serving;

import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One way of an endpoint from a version to another. Times are milliseconds since the epoch.
 *
 * @param share of the requests that the new version answers now, in percent
 * @param reason why it was rolled back or given up
 * @param plan as it was when it began
 * @param steps that it came to, oldest first
 */
public record Canary(
    long canaryId,
    String fromVersion,
    String toVersion,
    State state,
    double share,
    @Nullable String reason,
    long startedAt,
    @Nullable Long endedAt,
    CanaryPlan plan,
    List<Step> steps) {

  public Canary {
    steps = Require.listOrEmpty(steps);
  }

  /** How far a canary is. */
  public enum State {
    /** Both versions answer. */
    RUNNING,
    /** The new version answers all requests. */
    DONE,
    /** The previous version answers all requests again. */
    ROLLED_BACK,
    /** What the endpoint follows went elsewhere meanwhile, or the plan was taken away. */
    CANCELLED
  }

  /**
   * One step.
   *
   * @param share of the requests, in percent
   * @param endedAt absent while it is the current one
   * @param to what the new version did in it, over all servers
   * @param from what the previous version did in the same time
   * @param scoreShift of the predictions: the difference of the means, in standard deviations;
   *     absent where that cannot be said
   */
  public record Step(
      double share,
      long startedAt,
      @Nullable Long endedAt,
      Measured to,
      Measured from,
      @Nullable Double scoreShift) {}

  /**
   * What a version did.
   *
   * @param p99Millis absent where there were no requests
   */
  public record Measured(long requests, long errors, @Nullable Double p99Millis) {}
}
