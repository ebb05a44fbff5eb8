package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Undoes the deletion of a run. */
public record RestoreRun(@Nullable String runId) {

  /** Nothing but success. */
  public record Response() {}
}
