package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads all values of one metric of up to 100 runs.
 *
 * @param runId the runs: the query repeats this parameter
 */
public record GetMetricHistoryBulk(
    @Nullable List<String> runId, @Nullable String metricKey, @Nullable Integer maxResults) {

  /** The values, by run, time, step and value. */
  public record Response(List<MetricWithRunId> metrics) {}
}
