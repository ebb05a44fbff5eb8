package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * Changes a run's status, end or name.
 *
 * @param runUuid the run as old clients name it; new ones send both
 */
public record UpdateRun(
    @Nullable String runId,
    @Nullable RunStatus status,
    @Nullable Long endTime,
    @Nullable String runName,
    @Nullable String runUuid) {

  public UpdateRun {
    runId = runId == null ? runUuid : runId;
  }

  public UpdateRun(
      @Nullable String runId,
      @Nullable RunStatus status,
      @Nullable Long endTime,
      @Nullable String runName) {
    this(runId, status, endTime, runName, null);
  }

  /** The answer. */
  public record Response(RunInfo runInfo) {}
}
