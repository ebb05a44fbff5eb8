package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes a logged model; its files follow. */
public record CreateLoggedModel(
    @Nullable String experimentId,
    @Nullable String name,
    @Nullable String modelType,
    @Nullable String sourceRunId,
    @Nullable List<LoggedModelParameter> params,
    @Nullable List<LoggedModelTag> tags) {

  /** The answer. */
  public record Response(LoggedModel model) {}
}
