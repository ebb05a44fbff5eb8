package dev.millrace.core.webhook;

import org.jspecify.annotations.Nullable;

/**
 * What {@code metric.threshold_crossed} waits for: exactly one of {@code above} and {@code below}.
 *
 * @param experimentId absent for the runs of all experiments
 */
public record MetricThreshold(
    @Nullable String key,
    @Nullable Double above,
    @Nullable Double below,
    @Nullable String experimentId) {}
