package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code POST model-versions/set-tag}. */
public record SetModelVersionTag(
    @Nullable String name, @Nullable String version, @Nullable String key, @Nullable String value) {

  public record Response() {}
}
