package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param value any double; NaN and the infinities are kept as they are
 * @param timestamp when it was measured, in milliseconds since 1970
 * @param step the iteration it belongs to; absent means 0
 * @param datasetName name of the dataset it was measured on, with its digest
 * @param modelId the logged model ({@code m-…}) it was measured for
 * @param runId the run it was logged to, told where the answer mixes runs
 */
public record Metric(
    @Nullable String key,
    @Nullable Double value,
    @Nullable Long timestamp,
    @Nullable Long step,
    @Nullable String datasetName,
    @Nullable String datasetDigest,
    @Nullable String modelId,
    @Nullable String runId) {

  /** A value that belongs to no dataset and no model. */
  public static Metric of(String key, double value, long timestampMillis, long step) {
    return new Metric(key, value, timestampMillis, step, null, null, null, null);
  }
}
