package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Marks a run deleted. */
public record DeleteRun(@JsonAlias("run_uuid") @Nullable String runId) {

  /** Nothing but success. */
  public record Response() {}
}
