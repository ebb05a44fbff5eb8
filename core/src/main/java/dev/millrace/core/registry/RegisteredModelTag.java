package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** A tag of a registered model; a later value replaces an earlier one. */
public record RegisteredModelTag(@Nullable String key, @Nullable String value) {}
