package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code POST registered-models/rename}. */
public record RenameRegisteredModel(@Nullable String name, @Nullable String newName) {

  public record Response(RegisteredModel registeredModel) {}
}
