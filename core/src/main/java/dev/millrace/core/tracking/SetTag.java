package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * Sets a tag of a run.
 *
 * @param runUuid the run as old clients name it; new ones send both
 */
public record SetTag(
    @Nullable String runId,
    @Nullable String key,
    @Nullable String value,
    @Nullable String runUuid) {

  public SetTag {
    runId = runId == null ? runUuid : runId;
  }

  public SetTag(@Nullable String runId, @Nullable String key, @Nullable String value) {
    this(runId, key, value, null);
  }

  /** Nothing but success. */
  public record Response() {}
}
