package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code DELETE registered-models/alias}; an absent alias is no error. */
public record DeleteRegisteredModelAlias(@Nullable String name, @Nullable String alias) {

  public record Response() {}
}
