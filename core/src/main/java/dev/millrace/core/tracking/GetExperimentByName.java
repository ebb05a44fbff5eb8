package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Reads an experiment by name. */
public record GetExperimentByName(@Nullable String experimentName) {

  /** The answer. */
  public record Response(Experiment experiment) {}
}
