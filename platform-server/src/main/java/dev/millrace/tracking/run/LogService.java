package dev.millrace.tracking.run;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.LogBatch;
import dev.millrace.core.tracking.LogMetric;
import dev.millrace.core.tracking.LogParam;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.SetTag;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.change.RunChanges;
import dev.millrace.tracking.metric.MetricInbox;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes what clients log to runs. Every call is one transaction, and safe to repeat: what is there
 * already is not written twice.
 */
@ApplicationScoped
public class LogService {

  private final RunService runs;
  private final RunDataStore data;
  private final LogStore log;
  private final MetricInbox inbox;
  private final RunChanges changes;

  LogService(
      RunService runs, RunDataStore data, LogStore log, MetricInbox inbox, RunChanges changes) {
    this.runs = runs;
    this.data = data;
    this.log = log;
    this.inbox = inbox;
    this.changes = changes;
  }

  /** Logs metrics, parameters and tags: all of them or, where one is refused, none. */
  public void logBatch(LogBatch request) {
    LoggedData batch = LoggedData.ofBatch(request);
    String runId = Require.text(request.runId(), "run_id");
    if (write(runId, batch) == LogStore.Outcome.PARAM_CHANGED) {
      throw MlflowException.invalidParameter(
          "Changing param values is not allowed. Params were already logged='"
              + changedParams(runId, batch).stream()
                  .map(LogService::describe)
                  .collect(Collectors.joining(", ", "[", "]"))
              + "' for run ID='"
              + runId
              + "'.");
    }
  }

  public void logMetric(LogMetric request) {
    String runId = Require.text(request.runId(), "run_id");
    write(
        runId,
        LoggedData.ofMetric(
            new Metric(
                request.key(),
                request.value(),
                request.timestamp(),
                request.step(),
                request.datasetName(),
                request.datasetDigest(),
                request.modelId(),
                null)));
  }

  public void logParam(LogParam request) {
    String runId = Require.text(request.runId(), "run_id");
    LoggedData checked = LoggedData.ofParam(Require.text(request.key(), "key"), request.value());
    if (write(runId, checked) == LogStore.Outcome.PARAM_CHANGED) {
      RunDataStore.ChangedParam param = changedParams(runId, checked).get(0);
      throw MlflowException.invalidParameter(
          "Changing param values is not allowed. Param with key='"
              + param.key()
              + "' was already logged with value='"
              + param.oldValue()
              + "' for run ID='"
              + runId
              + "'. Attempted logging new value '"
              + param.newValue()
              + "'.");
    }
  }

  public void setTag(SetTag request) {
    String runId = Require.text(request.runId(), "run_id");
    write(runId, LoggedData.ofTag(new RunTag(request.key(), request.value())));
  }

  @Transactional
  public void deleteTag(@Nullable String runId, @Nullable String key) {
    String id = Require.text(runId, "run_id");
    String name = Require.text(key, "key");
    if (!data.deleteTag(runs.requireRun(id).requireActive().runKey(), name)) {
      throw MlflowException.notFound("No tag with name: " + name + " in run with id " + id);
    }
    changes.runUpdated(id);
  }

  /** DONE or PARAM_CHANGED; what else can end a write is told here. */
  private LogStore.Outcome write(String runId, LoggedData logged) {
    LogStore.Written written = log.write(runId, logged);
    LogStore.Outcome outcome = written.outcome();
    if (outcome == LogStore.Outcome.NO_SUCH_RUN || outcome == LogStore.Outcome.RUN_IS_DELETED) {
      runs.requireRun(runId).requireActive();
      // Restored meanwhile.
      return write(runId, logged);
    }
    if (outcome == LogStore.Outcome.DONE) {
      changes.logged(
          runId,
          !logged.metrics().isEmpty(),
          !logged.params().isEmpty() || !logged.tags().isEmpty());
      if (!logged.metrics().isEmpty()) {
        inbox.appended(written.runKey(), logged.metrics().size());
      }
    }
    return outcome;
  }

  private List<RunDataStore.ChangedParam> changedParams(String runId, LoggedData logged) {
    return data.findChangedParams(runs.requireRun(runId).runKey(), logged.params());
  }

  private static String describe(RunDataStore.ChangedParam p) {
    return "{'key': '"
        + p.key()
        + "', 'old_value': '"
        + p.oldValue()
        + "', 'new_value': '"
        + p.newValue()
        + "'}";
  }
}
