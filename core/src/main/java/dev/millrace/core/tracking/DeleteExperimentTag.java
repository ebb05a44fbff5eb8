package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Removes a tag of an experiment. */
public record DeleteExperimentTag(@Nullable String experimentId, @Nullable String key) {

  /** Nothing but success. */
  public record Response() {}
}
