package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code DELETE registered-models/delete}: the model, its versions and aliases. */
public record DeleteRegisteredModel(@Nullable String name) {

  public record Response() {}
}
