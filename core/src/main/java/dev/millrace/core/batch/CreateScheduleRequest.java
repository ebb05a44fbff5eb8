package dev.millrace.core.batch;

import org.jspecify.annotations.Nullable;

/**
 * Plans that a file is scored again and again with what is followed of a registered model; the
 * alias {@code champion} where none of alias, stage and version is named.
 *
 * @param input the rows, {@code runs:/RUN_ID/path} or {@code mlflow-artifacts:/path}
 * @param output where they go with their predictions, likewise, with the input's ending. In both
 *     {@code {date}} and {@code {time}} stand for the time that a job is made for
 * @param cron five fields: minute, hour, day of the month, month, day of the week
 * @param timeZone that cron and {@code {date}} are meant in, such as {@code Europe/Berlin}; UTC
 *     where it is absent
 * @param paused whether no job is made until it is changed
 * @param owner who answers for it; the caller where none is named
 */
public record CreateScheduleRequest(
    @Nullable String name,
    @Nullable String modelName,
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
    @Nullable String description) {}
