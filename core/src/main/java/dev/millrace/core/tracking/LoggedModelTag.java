package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A tag of a logged model. */
public record LoggedModelTag(@Nullable String key, @Nullable String value) {}
