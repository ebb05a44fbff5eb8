package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A parameter of a run; its value never changes. */
public record Param(@Nullable String key, @Nullable String value) {}
