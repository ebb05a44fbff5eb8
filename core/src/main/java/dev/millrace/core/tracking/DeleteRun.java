package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Marks a run deleted. */
public record DeleteRun(@Nullable String runId) {

  /** Nothing but success. */
  public record Response() {}
}
