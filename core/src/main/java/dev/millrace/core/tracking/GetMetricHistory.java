package dev.millrace.core.tracking;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads all values of one metric of one run. */
public record GetMetricHistory(
    @JsonAlias("run_uuid") @Nullable String runId,
    @Nullable String metricKey,
    @Nullable String pageToken,
    @Nullable Integer maxResults) {

  /** One page; without a token it is the last. */
  public record Response(List<Metric> metrics, @Nullable String nextPageToken) {
    public Response {
      metrics = metrics == null ? List.of() : metrics;
    }
  }
}
