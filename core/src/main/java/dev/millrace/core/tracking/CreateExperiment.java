package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes an experiment. */
public record CreateExperiment(
    @Nullable String name, @Nullable String artifactLocation, @Nullable List<ExperimentTag> tags) {

  /** The answer. */
  public record Response(String experimentId) {}
}
