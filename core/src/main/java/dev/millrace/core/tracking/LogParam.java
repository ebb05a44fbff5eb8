package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Logs one parameter. */
public record LogParam(
    @JsonAlias("run_uuid") @Nullable String runId, @Nullable String key, @Nullable String value) {

  /** Nothing but success. */
  public record Response() {}
}
