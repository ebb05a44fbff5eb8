package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code GET registered-models/get}. */
public record GetRegisteredModel(@Nullable String name) {

  public record Response(RegisteredModel registeredModel) {}
}
