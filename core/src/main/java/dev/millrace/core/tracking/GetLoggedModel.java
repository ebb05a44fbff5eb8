package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Reads a logged model. */
public record GetLoggedModel(@Nullable String modelId, @Nullable Boolean allowDeleted) {

  /** The answer. */
  public record Response(LoggedModel model) {}
}
