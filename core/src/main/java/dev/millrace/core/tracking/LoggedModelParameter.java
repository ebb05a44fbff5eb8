package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A parameter of a logged model. */
public record LoggedModelParameter(@Nullable String key, @Nullable String value) {}
