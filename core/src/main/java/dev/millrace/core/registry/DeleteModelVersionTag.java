package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code DELETE model-versions/delete-tag}; an absent tag is no error. */
public record DeleteModelVersionTag(
    @Nullable String name, @Nullable String version, @Nullable String key) {

  public record Response() {}
}
