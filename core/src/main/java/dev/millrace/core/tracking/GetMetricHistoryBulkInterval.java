package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads evenly sampled values of one metric of up to 100 runs. */
public record GetMetricHistoryBulkInterval(
    @Nullable List<String> runIds,
    @Nullable String metricKey,
    @Nullable Integer startStep,
    @Nullable Integer endStep,
    @Nullable Integer maxResults) {

  /** The answer. */
  public record Response(List<MetricWithRunId> metrics) {}
}
