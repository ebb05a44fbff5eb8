package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Marks an experiment and its runs deleted. */
public record DeleteExperiment(@Nullable String experimentId) {

  /** Nothing but success. */
  public record Response() {}
}
