package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * Logs one parameter.
 *
 * @param runUuid the run as old clients name it; new ones send both
 */
public record LogParam(
    @Nullable String runId,
    @Nullable String key,
    @Nullable String value,
    @Nullable String runUuid) {

  public LogParam {
    runId = runId == null ? runUuid : runId;
  }

  public LogParam(@Nullable String runId, @Nullable String key, @Nullable String value) {
    this(runId, key, value, null);
  }

  /** Nothing but success. */
  public record Response() {}
}
