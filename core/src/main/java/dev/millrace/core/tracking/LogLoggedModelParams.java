package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds parameters to a logged model. */
public record LogLoggedModelParams(
    @Nullable String modelId, @Nullable List<LoggedModelParameter> params) {

  /** Nothing but success. */
  public record Response() {}
}
