package dev.millrace.core.live;

import dev.millrace.core.tracking.RunStatus;
import org.jspecify.annotations.Nullable;

/**
 * Something happened to a run; the data of the events {@code run_created}, {@code run_updated},
 * {@code run_deleted}, {@code run_restored}, {@code stalled} and {@code recovered}. It holds the
 * run as it was when the event was sent.
 *
 * @param startTime milliseconds since 1970
 * @param endTime milliseconds since 1970, absent while the run goes on
 * @param lifecycleStage {@code active} or {@code deleted}
 */
public record RunEvent(
    String experimentId,
    String runId,
    String runName,
    RunStatus status,
    long startTime,
    @Nullable Long endTime,
    String lifecycleStage) {}
