package dev.millrace.tracking.run;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.LogBatch;
import dev.millrace.core.tracking.LogMetric;
import dev.millrace.core.tracking.LogParam;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.SetTag;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.metric.MetricStore;
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
  private final RunStore runStore;
  private final RunDataStore data;
  private final MetricStore metrics;

  LogService(RunService runs, RunStore runStore, RunDataStore data, MetricStore metrics) {
    this.runs = runs;
    this.runStore = runStore;
    this.data = data;
    this.metrics = metrics;
  }

  /** Logs metrics, parameters and tags: all of them or, where one is refused, none. */
  @Transactional
  public void logBatch(LogBatch request) {
    LoggedData batch = LoggedData.ofBatch(request);
    RunRow run = activeRun(request.runId());
    List<RunDataStore.ChangedParam> changed = data.insertParams(run.runKey(), batch.params());
    if (!changed.isEmpty()) {
      throw MlflowException.invalidParameter(
          "Changing param values is not allowed. Params were already logged='"
              + changed.stream()
                  .map(LogService::describe)
                  .collect(Collectors.joining(", ", "[", "]"))
              + "' for run ID='"
              + run.info().runId()
              + "'.");
    }
    metrics.logPoints(run.runKey(), batch.metrics());
    setTags(run, batch);
  }

  @Transactional
  public void logMetric(LogMetric request) {
    String runId = Require.text(request.runId(), "run_id");
    LoggedData checked =
        LoggedData.ofMetric(
            new Metric(
                request.key(),
                request.value(),
                request.timestamp(),
                request.step(),
                request.datasetName(),
                request.datasetDigest(),
                request.modelId(),
                null));
    metrics.logPoints(activeRun(runId).runKey(), checked.metrics());
  }

  @Transactional
  public void logParam(LogParam request) {
    String runId = Require.text(request.runId(), "run_id");
    LoggedData checked = LoggedData.ofParam(Require.text(request.key(), "key"), request.value());
    RunRow run = activeRun(runId);
    for (RunDataStore.ChangedParam p : data.insertParams(run.runKey(), checked.params())) {
      throw MlflowException.invalidParameter(
          "Changing param values is not allowed. Param with key='"
              + p.key()
              + "' was already logged with value='"
              + p.oldValue()
              + "' for run ID='"
              + runId
              + "'. Attempted logging new value '"
              + p.newValue()
              + "'.");
    }
  }

  @Transactional
  public void setTag(SetTag request) {
    String runId = Require.text(request.runId(), "run_id");
    LoggedData checked = LoggedData.ofTag(new RunTag(request.key(), request.value()));
    setTags(activeRun(runId), checked);
  }

  @Transactional
  public void deleteTag(@Nullable String runId, @Nullable String key) {
    String id = Require.text(runId, "run_id");
    String name = Require.text(key, "key");
    if (!data.deleteTag(activeRun(id).runKey(), name)) {
      throw MlflowException.notFound("No tag with name: " + name + " in run with id " + id);
    }
  }

  private RunRow activeRun(@Nullable String runId) {
    return runs.requireRun(Require.text(runId, "run_id")).requireActive();
  }

  /** The tag that names the run renames it; an empty name changes nothing. */
  private void setTags(RunRow run, LoggedData logged) {
    String name = logged.tags().get(LoggedData.RUN_NAME_TAG);
    if (name != null && name.isEmpty()) {
      logged.tags().remove(LoggedData.RUN_NAME_TAG);
    }
    data.setTags(run.runKey(), logged.tags());
    if (name != null && !name.isEmpty()) {
      runStore.updateRun(run.runKey(), null, null, name);
    }
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
