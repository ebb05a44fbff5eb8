package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Reads a run. */
public record GetRun(@JsonAlias("run_uuid") @Nullable String runId) {

  /** The answer. */
  public record Response(Run run) {}
}
