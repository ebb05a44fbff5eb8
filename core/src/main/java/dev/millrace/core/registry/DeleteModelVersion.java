package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code DELETE model-versions/delete}: the version and the aliases on it. */
public record DeleteModelVersion(@Nullable String name, @Nullable String version) {

  public record Response() {}
}
