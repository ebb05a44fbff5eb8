package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * Reads a run.
 *
 * @param runUuid the run as old clients name it; new ones send both
 */
public record GetRun(@Nullable String runId, @Nullable String runUuid) {

  public GetRun {
    runId = runId == null ? runUuid : runId;
  }

  public GetRun(@Nullable String runId) {
    this(runId, null);
  }

  /** The answer. */
  public record Response(Run run) {}
}
