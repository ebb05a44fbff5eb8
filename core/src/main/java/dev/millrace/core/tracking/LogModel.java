package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Notes a model in the run's tag {@code mlflow.log-model.history}, as clients before 3.0 do. */
public record LogModel(@Nullable String runId, @Nullable String modelJson) {

  /** Nothing but success. */
  public record Response() {}
}
