package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code DELETE registered-models/delete-tag}; an absent tag is no error. */
public record DeleteRegisteredModelTag(@Nullable String name, @Nullable String key) {

  public record Response() {}
}
