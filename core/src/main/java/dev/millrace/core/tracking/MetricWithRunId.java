package dev.millrace.core.tracking;

/** One point of a metric in an answer that mixes runs. */
public record MetricWithRunId(String key, double value, long timestamp, long step, String runId) {}
