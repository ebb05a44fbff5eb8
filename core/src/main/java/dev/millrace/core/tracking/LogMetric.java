package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * Logs one value of a metric.
 *
 * @param runUuid the run as old clients name it; new ones send both
 */
public record LogMetric(
    @Nullable String runId,
    @Nullable String key,
    @Nullable Double value,
    @Nullable Long timestamp,
    @Nullable Long step,
    @Nullable String modelId,
    @Nullable String datasetName,
    @Nullable String datasetDigest,
    @Nullable String runUuid) {

  public LogMetric {
    runId = runId == null ? runUuid : runId;
  }

  public LogMetric(
      @Nullable String runId,
      @Nullable String key,
      @Nullable Double value,
      @Nullable Long timestamp,
      @Nullable Long step,
      @Nullable String modelId,
      @Nullable String datasetName,
      @Nullable String datasetDigest) {
    this(runId, key, value, timestamp, step, modelId, datasetName, datasetDigest, null);
  }

  /** Nothing but success. */
  public record Response() {}
}
