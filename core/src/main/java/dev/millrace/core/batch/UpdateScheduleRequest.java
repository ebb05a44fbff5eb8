package dev.millrace.core.batch;

import org.jspecify.annotations.Nullable;

/**
 * Changes a schedule; what is absent stays as it is. At most one of alias, stage and version. Jobs
 * that are there already are not changed.
 *
 * @param options take the place of all that were there
 * @param owner an empty text takes the owner away
 * @param description an empty text takes the description away
 */
public record UpdateScheduleRequest(
    @Nullable String alias,
    @Nullable String stage,
    @Nullable String version,
    @Nullable String input,
    @Nullable String output,
    @Nullable String cron,
    @Nullable String timeZone,
    @Nullable ScoringOptions options,
    @Nullable Boolean paused,
    @Nullable String owner,
    @Nullable String description) {

  /** Pauses a schedule or lets it go on, and changes nothing else. */
  public static UpdateScheduleRequest ofPaused(boolean paused) {
    return new UpdateScheduleRequest(
        null, null, null, null, null, null, null, null, paused, null, null);
  }
}
