package dev.millrace.serving.batch;

import dev.millrace.core.batch.Schedule;
import dev.millrace.core.batch.ScoringJob;
import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.serving.Followed;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as it is kept.
 *
 * @param scheduleId 0 while it is not stored
 * @param input and output with their placeholders
 * @param dueAtMillis kept up while it is paused; null where cron names no time any more
 */
record StoredSchedule(
    long scheduleId,
    String name,
    String modelName,
    Followed follows,
    String input,
    String output,
    String cron,
    String timeZone,
    ScoringOptions options,
    boolean paused,
    @Nullable String owner,
    @Nullable String description,
    @Nullable Long dueAtMillis,
    long createdAtMillis) {

  StoredSchedule dueAt(@Nullable Long millis) {
    return new StoredSchedule(
        scheduleId,
        name,
        modelName,
        follows,
        input,
        output,
        cron,
        timeZone,
        options,
        paused,
        owner,
        description,
        millis,
        createdAtMillis);
  }

  /** As people see it. */
  Schedule describe(@Nullable ScoringJob lastJob) {
    return new Schedule(
        name,
        modelName,
        follows.alias(),
        follows.stage(),
        follows.version(),
        input,
        output,
        cron,
        timeZone,
        options,
        paused,
        owner,
        description,
        createdAtMillis,
        paused ? null : dueAtMillis,
        lastJob);
  }
}
