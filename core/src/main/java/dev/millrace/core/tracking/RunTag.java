package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A tag of a run. */
public record RunTag(@Nullable String key, @Nullable String value) {}
