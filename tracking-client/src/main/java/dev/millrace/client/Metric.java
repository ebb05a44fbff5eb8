package dev.millrace.client;

/**
 * One value of a metric.
 *
 * @param value any double; NaN and the infinities are kept
 * @param timestamp milliseconds since the epoch
 */
public record Metric(String key, double value, long timestamp, long step) {}
