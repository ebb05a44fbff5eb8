package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts a run. */
public record CreateRun(
    @Nullable String experimentId,
    @Nullable String userId,
    @Nullable String runName,
    @Nullable Long startTime,
    @Nullable List<RunTag> tags) {

  /** The answer. */
  public record Response(Run run) {}
}
