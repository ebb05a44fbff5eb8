package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads all values of one metric of one run.
 *
 * @param runUuid the run as old clients name it; new ones send both
 */
public record GetMetricHistory(
    @Nullable String runId,
    @Nullable String metricKey,
    @Nullable String pageToken,
    @Nullable Integer maxResults,
    @Nullable String runUuid) {

  public GetMetricHistory {
    runId = runId == null ? runUuid : runId;
  }

  public GetMetricHistory(
      @Nullable String runId,
      @Nullable String metricKey,
      @Nullable String pageToken,
      @Nullable Integer maxResults) {
    this(runId, metricKey, pageToken, maxResults, null);
  }

  /** One page; without a token it is the last. */
  public record Response(List<Metric> metrics, @Nullable String nextPageToken) {
    public Response {
      metrics = metrics == null ? List.of() : metrics;
    }
  }
}
