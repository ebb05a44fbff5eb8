package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** A tag of a model version; a later value replaces an earlier one. */
public record ModelVersionTag(@Nullable String key, @Nullable String value) {}
