package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A run with all that was logged to it. */
public record Run(RunInfo info, RunData data, RunInputs inputs, @Nullable RunOutputs outputs) {}
