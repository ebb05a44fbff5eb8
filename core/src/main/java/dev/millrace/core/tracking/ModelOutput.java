package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A logged model that a run made. */
public record ModelOutput(@Nullable String modelId, @Nullable Long step) {}
