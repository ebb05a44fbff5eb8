package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Changes a run's status, end or name. */
public record UpdateRun(
    @JsonAlias("run_uuid") @Nullable String runId,
    @Nullable RunStatus status,
    @Nullable Long endTime,
    @Nullable String runName) {

  /** The answer. */
  public record Response(RunInfo runInfo) {}
}
