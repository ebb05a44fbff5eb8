package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Reads an experiment by id. */
public record GetExperiment(@Nullable String experimentId) {

  /** The answer. */
  public record Response(Experiment experiment) {}
}
