package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code PATCH model-versions/update}: replaces the description. */
public record UpdateModelVersion(
    @Nullable String name, @Nullable String version, @Nullable String description) {

  public record Response(ModelVersion modelVersion) {}
}
