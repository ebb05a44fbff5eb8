package dev.millrace.tracking.metric;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.stream.StreamedBody;
import dev.millrace.core.tracking.GetMetricHistory;
import dev.millrace.core.tracking.GetMetricHistoryBulk;
import dev.millrace.core.tracking.GetMetricHistoryBulkInterval;
import dev.millrace.core.tracking.MetricWithRunId;
import dev.millrace.core.validation.Require;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of reading metrics' histories. */
@ApplicationScoped
public class MetricHistoryService {

  private static final int MAX_RUNS = 100;
  private static final int MAX_BULK_RESULTS = 25_000;
  private static final int MAX_RESULTS_PER_RUN = 2_500;

  private final MetricHistoryStore histories;
  private final MetricInbox inbox;

  MetricHistoryService(MetricHistoryStore histories, MetricInbox inbox) {
    this.histories = histories;
    this.inbox = inbox;
  }

  /** One page of a history, or all of it where no page size is given. */
  public StreamedBody getHistory(GetMetricHistory request) {
    String runId = Require.text(request.runId(), "run_id");
    String key = Require.text(request.metricKey(), "metric_key");
    Integer maxResults = request.maxResults();
    if (maxResults != null && maxResults <= 0) {
      throw Require.invalidValueBare(
          "max_results", maxResults.toString(), "It must be a positive integer.");
    }
    String scope = "history " + runId + " " + key;
    MetricHistoryStore.End after = after(request.pageToken(), scope);
    inbox.settleRuns(runId);
    return out -> {
      HistoryAnswer answer = new HistoryAnswer(out, key);
      HistoryPage page = new HistoryPage(maxResults, answer);
      // One point more than the page holds tells that there is another page.
      histories.history(runId, key, after, maxResults == null ? null : maxResults + 1L, page);
      answer.end(page.isCut() ? tokenAfter(page.last()).encode(scope) : null);
    };
  }

  /** The histories of up to 100 runs. */
  public List<MetricWithRunId> getBulk(GetMetricHistoryBulk request) {
    List<String> runIds = Require.listOrEmpty(request.runId());
    if (runIds.isEmpty()) {
      throw MlflowException.invalidParameter(
          "GetMetricHistoryBulk request must specify at least one run_id.");
    }
    if (runIds.size() > MAX_RUNS) {
      throw MlflowException.invalidParameter(
          "GetMetricHistoryBulk request cannot specify more than 100 run_ids. Received "
              + runIds.size()
              + " run_ids.");
    }
    String key = request.metricKey();
    if (key == null) {
      throw MlflowException.invalidParameter(
          "GetMetricHistoryBulk request must specify a metric_key.");
    }
    int asked = request.maxResults() == null ? MAX_BULK_RESULTS : request.maxResults();
    int limit = Math.max(0, Math.min(asked, MAX_BULK_RESULTS));
    String[] runs = runIds.toArray(String[]::new);
    inbox.settleRuns(runs);
    return histories.historyOfRuns(runs, key, limit);
  }

  /** Evenly thinned out histories of up to 100 runs. */
  public List<MetricWithRunId> getBulkInterval(GetMetricHistoryBulkInterval request) {
    List<String> runIds = Require.listOrEmpty(request.runIds());
    if (runIds.isEmpty()) {
      Require.text(null, "run_ids");
    }
    if (runIds.size() > MAX_RUNS) {
      throw MlflowException.invalidParameter(
          "GetMetricHistoryBulkInterval request must specify at most 100 run_ids. Received "
              + runIds.size()
              + " run_ids. "
              + Require.SEE_DOCS);
    }
    String key = Require.text(request.metricKey(), "metric_key");
    int maxResults = request.maxResults() == null ? MAX_RESULTS_PER_RUN : request.maxResults();
    if (maxResults < 1 || maxResults > MAX_RESULTS_PER_RUN) {
      throw MlflowException.invalidParameter(
          "max_results must be between 1 and " + MAX_RESULTS_PER_RUN + ". " + Require.SEE_DOCS);
    }
    checkSteps(request.startStep(), request.endStep());
    String[] runs = runIds.toArray(String[]::new);
    inbox.settleRuns(runs);
    return histories.sampledHistoryOfRuns(
        runs, key, request.startStep(), request.endStep(), maxResults);
  }

  private static void checkSteps(@Nullable Integer start, @Nullable Integer end) {
    if ((start == null) != (end == null)) {
      throw MlflowException.invalidParameter(
          "If either start step or end step are specified, both must be specified.");
    }
    if (start != null && end != null && start > end) {
      throw MlflowException.invalidParameter(
          "end_step must be greater than start_step. Found start_step="
              + start
              + " and end_step="
              + end
              + ".");
    }
  }

  private static MetricHistoryStore.@Nullable End after(@Nullable String token, String scope) {
    if (token == null || token.isEmpty()) {
      return null;
    }
    List<Object> keys = PageToken.decode(token, scope).keys();
    if (keys.size() == 3
        && keys.get(0) instanceof Long timestamp
        && keys.get(1) instanceof Long step
        && keys.get(2) instanceof Double value) {
      return new MetricHistoryStore.End(timestamp, step, value);
    }
    throw MlflowException.invalidParameter("Invalid page token, could not be read");
  }

  private static PageToken tokenAfter(Point last) {
    return new PageToken(List.of(last.timestampMillis(), last.step(), last.value()));
  }
}
