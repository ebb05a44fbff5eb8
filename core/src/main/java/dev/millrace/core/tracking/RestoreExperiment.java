package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Undoes the deletion of an experiment. */
public record RestoreExperiment(@Nullable String experimentId) {

  /** Nothing but success. */
  public record Response() {}
}
