package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Sets a tag of a run. */
public record SetTag(
    @JsonAlias("run_uuid") @Nullable String runId, @Nullable String key, @Nullable String value) {

  /** Nothing but success. */
  public record Response() {}
}
