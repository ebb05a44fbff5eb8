package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonInclude;
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
  // MLflow: this answer is written by hand, and its list is there where it is empty.
  public record Response(@JsonInclude(JsonInclude.Include.ALWAYS) List<MetricWithRunId> metrics) {}
}
