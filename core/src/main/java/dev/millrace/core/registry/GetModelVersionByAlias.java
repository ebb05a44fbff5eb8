package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code GET registered-models/alias}. */
public record GetModelVersionByAlias(@Nullable String name, @Nullable String alias) {

  public record Response(ModelVersion modelVersion) {}
}
