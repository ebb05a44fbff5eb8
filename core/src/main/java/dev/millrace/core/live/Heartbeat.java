package dev.millrace.core.live;

import org.jspecify.annotations.Nullable;

/**
 * A sign of life of a run.
 *
 * @param intervalMillis how long until the next one at the latest; absent for the server's default
 */
public record Heartbeat(@Nullable Long intervalMillis) {

  /**
   * The answer.
   *
   * @param stalledAfterMillis without another heartbeat the run counts as stalled after this long
   */
  public record Response(long intervalMillis, long stalledAfterMillis) {}
}
