package dev.millrace.core.batch;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A file that is scored again and again, as {@link CreateScheduleRequest} says. One of alias, stage
 * and version is there.
 *
 * @param createdAt in milliseconds since the epoch, as all times here
 * @param nextAt when the next job is made; absent while it is paused, or where cron names no time
 * @param lastJob the newest job; absent where there is none
 */
public record Schedule(
    String name,
    String modelName,
    @Nullable String alias,
    @Nullable String stage,
    @Nullable String version,
    String input,
    String output,
    String cron,
    String timeZone,
    ScoringOptions options,
    @JsonInclude(JsonInclude.Include.ALWAYS) boolean paused,
    @Nullable String owner,
    @Nullable String description,
    long createdAt,
    @Nullable Long nextAt,
    @Nullable ScoringJob lastJob) {}
