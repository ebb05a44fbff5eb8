package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/**
 * A metric over a run.
 *
 * @param last the value at the highest step
 * @param min smallest value that is a number, absent where none is
 * @param max largest value that is a number, absent where none is
 */
public record MetricRange(double last, @Nullable Double min, @Nullable Double max) {}
