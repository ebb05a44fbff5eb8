package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Says that a logged model is complete, or has failed. */
public record FinalizeLoggedModel(@Nullable String modelId, @Nullable LoggedModelStatus status) {

  /** The answer. */
  public record Response(LoggedModel model) {}
}
