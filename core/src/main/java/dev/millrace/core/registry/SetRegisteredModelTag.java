package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code POST registered-models/set-tag}. */
public record SetRegisteredModelTag(
    @Nullable String name, @Nullable String key, @Nullable String value) {

  public record Response() {}
}
