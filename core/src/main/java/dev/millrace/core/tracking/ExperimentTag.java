package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A tag of an experiment. */
public record ExperimentTag(@Nullable String key, @Nullable String value) {}
