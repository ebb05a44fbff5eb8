package dev.millrace.tracking.run;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunData;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunInputs;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.UpdateRun;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.change.RunChanges;
import dev.millrace.tracking.experiment.ExperimentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of runs. */
@ApplicationScoped
public class RunService {

  private final ExperimentService experiments;
  private final RunStore runs;
  private final RunContentStore contents;
  private final RunChanges changes;
  private final RunEnds ends;
  private final Clock clock = Clock.systemUTC();

  RunService(
      ExperimentService experiments,
      RunStore runs,
      RunContentStore contents,
      RunChanges changes,
      RunEnds ends) {
    this.experiments = experiments;
    this.runs = runs;
    this.contents = contents;
    this.changes = changes;
    this.ends = ends;
  }

  /** Starts a run in an active experiment. */
  public Run createRun(CreateRun request) {
    String experimentId = Require.text(request.experimentId(), "experiment_id");
    SortedMap<String, String> tags = LoggedData.ofNewRun(Require.listOrEmpty(request.tags()));
    String runName = runName(request.runName(), tags.get(LoggedData.RUN_NAME_TAG));
    tags.put(LoggedData.RUN_NAME_TAG, runName);
    long experiment = ExperimentService.parseId(experimentId);
    RunRow run =
        runs.createRun(
                UUID.randomUUID().toString().replace("-", ""),
                experiment,
                runName,
                textOr(request.userId(), ""),
                // MLflow: a run without a start started in 1970.
                request.startTime() == null ? 0 : request.startTime(),
                tags)
            .orElseThrow(() -> refusal(experimentId));
    changes.runCreated(run.info().runId());
    List<RunTag> logged = new ArrayList<>();
    tags.forEach((key, value) -> logged.add(new RunTag(key, value)));
    // MLflow: the answer to a new run has no outputs, not even empty ones.
    return new Run(
        run.info(),
        new RunData(List.of(), List.of(), logged),
        new RunInputs(List.of(), List.of()),
        null);
  }

  /** The run with all that was logged to it, active or deleted. */
  public Run getRun(String runId) {
    return contents.findRun(runId).orElseThrow(() -> notFound(runId));
  }

  /** Changes status, end or name of an active run. */
  public RunInfo updateRun(UpdateRun request) {
    String runId = Require.text(request.runId(), "run_id");
    // MLflow: an empty name changes nothing.
    String runName = "".equals(request.runName()) ? null : request.runName();
    if (runName != null) {
      LoggedData.ofNewRun(List.of(new RunTag(LoggedData.RUN_NAME_TAG, runName)));
    }
    RunInfo updated =
        ends.updateRun(runId, request.status(), request.endTime(), runName)
            .map(RunRow::info)
            .orElseGet(() -> requireRun(runId).requireActive().info());
    changes.runUpdated(runId);
    return updated;
  }

  @Transactional
  public void deleteRun(String runId) {
    if (!runs.moveToStage(runId, "deleted", clock.millis())) {
      throw notFound(runId);
    }
    changes.runDeleted(runId);
  }

  @Transactional
  public void restoreRun(String runId) {
    if (!runs.moveToStage(runId, "active", null)) {
      throw notFound(runId);
    }
    changes.runRestored(runId);
  }

  RunRow requireRun(String runId) {
    return runs.findRun(runId).orElseThrow(() -> notFound(runId));
  }

  /** Why a run could not be started: the experiment is not there, or is deleted. */
  private MlflowException refusal(String experimentId) {
    experiments.requireActiveExperiment(experimentId);
    return MlflowException.notFound("No Experiment with id=" + experimentId + " exists");
  }

  private static String runName(@Nullable String name, @Nullable String tag) {
    String given = textOr(name, "");
    String tagged = textOr(tag, "");
    if (!given.isEmpty() && !tagged.isEmpty() && !given.equals(tagged)) {
      throw MlflowException.invalidParameter(
          "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different"
              + " values (run_name='"
              + given
              + "', mlflow.runName='"
              + tagged
              + "').");
    }
    String chosen = given.isEmpty() ? tagged : given;
    return chosen.isEmpty() ? RunNames.random() : chosen;
  }

  private static String textOr(@Nullable String text, String otherwise) {
    return text == null || text.isEmpty() ? otherwise : text;
  }

  private static MlflowException notFound(String runId) {
    return MlflowException.notFound("Run with id=" + runId + " not found");
  }
}
