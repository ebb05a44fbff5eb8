package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code POST registered-models/alias}: points the alias at the version. */
public record SetRegisteredModelAlias(
    @Nullable String name, @Nullable String alias, @Nullable String version) {

  public record Response() {}
}
