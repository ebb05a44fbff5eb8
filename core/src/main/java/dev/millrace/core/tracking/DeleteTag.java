package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Removes a tag of a run. */
public record DeleteTag(@JsonAlias("run_uuid") @Nullable String runId, @Nullable String key) {

  /** Nothing but success. */
  public record Response() {}
}
