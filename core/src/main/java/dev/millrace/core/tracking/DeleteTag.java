package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Removes a tag of a run. */
public record DeleteTag(@Nullable String runId, @Nullable String key) {

  /** Nothing but success. */
  public record Response() {}
}
