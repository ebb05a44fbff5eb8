package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A logged model that a run read. */
public record ModelInput(@Nullable String modelId) {}
