package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Renames an experiment. */
public record UpdateExperiment(@Nullable String experimentId, @Nullable String newName) {

  /** Nothing but success. */
  public record Response() {}
}
