package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads all values of one metric of up to 100 runs. */
public record GetMetricHistoryBulk(
    @JsonProperty("run_id") @Nullable List<String> runIds,
    @Nullable String metricKey,
    @Nullable Integer maxResults) {

  /** The values, by run, time, step and value. */
  public record Response(List<MetricWithRunId> metrics) {}
}
