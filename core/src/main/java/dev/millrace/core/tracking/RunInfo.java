package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * The attributes of a run.
 *
 * @param runUuid the same as {@code runId}, for old clients
 * @param startTime milliseconds since 1970
 * @param endTime milliseconds since 1970, absent while the run goes on
 * @param lifecycleStage {@code active} or {@code deleted}
 */
public record RunInfo(
    String runId,
    String runUuid,
    String runName,
    String experimentId,
    String userId,
    RunStatus status,
    long startTime,
    @Nullable Long endTime,
    String artifactUri,
    String lifecycleStage) {}
