package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Undoes the deletion of a run. */
public record RestoreRun(@JsonAlias("run_uuid") @Nullable String runId) {

  /** Nothing but success. */
  public record Response() {}
}
