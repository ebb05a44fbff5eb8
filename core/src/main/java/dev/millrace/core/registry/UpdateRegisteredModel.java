package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code PATCH registered-models/update}: replaces the description. */
public record UpdateRegisteredModel(@Nullable String name, @Nullable String description) {

  public record Response(RegisteredModel registeredModel) {}
}
