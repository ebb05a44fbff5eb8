package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** Sets a tag of an experiment. */
public record SetExperimentTag(
    @Nullable String experimentId, @Nullable String key, @Nullable String value) {

  /** Nothing but success. */
  public record Response() {}
}
