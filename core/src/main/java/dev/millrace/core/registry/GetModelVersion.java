package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code GET model-versions/get}. */
public record GetModelVersion(@Nullable String name, @Nullable String version) {

  public record Response(ModelVersion modelVersion) {}
}
