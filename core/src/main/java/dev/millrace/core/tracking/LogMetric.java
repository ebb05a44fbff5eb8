package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import org.jspecify.annotations.Nullable;

/** Logs one value of a metric. */
public record LogMetric(
    @JsonAlias("run_uuid") @Nullable String runId,
    @Nullable String key,
    @Nullable Double value,
    @Nullable Long timestamp,
    @Nullable Long step,
    @Nullable String modelId,
    @Nullable String datasetName,
    @Nullable String datasetDigest) {

  /** Nothing but success. */
  public record Response() {}
}
