package dev.millrace.tracking.run;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.Page;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunData;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunInputs;
import dev.millrace.core.tracking.RunOutputs;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.UpdateRun;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.dataset.InputStore;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.metric.MetricStore;
import dev.millrace.tracking.search.SearchRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules of runs. */
@ApplicationScoped
public class RunService {

  private static final int DEFAULT_MAX_RESULTS = 1000;

  private final ExperimentService experiments;
  private final RunStore runs;
  private final RunDataStore data;
  private final MetricStore metrics;
  private final InputStore inputs;
  private final Clock clock = Clock.systemUTC();

  RunService(
      ExperimentService experiments,
      RunStore runs,
      RunDataStore data,
      MetricStore metrics,
      InputStore inputs) {
    this.experiments = experiments;
    this.runs = runs;
    this.data = data;
    this.metrics = metrics;
    this.inputs = inputs;
  }

  /** Starts a run in an active experiment. */
  @Transactional
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
    return assemble(List.of(run)).get(0);
  }

  /** The run with all that was logged to it, active or deleted. */
  @Transactional
  public Run getRun(String runId) {
    return assemble(List.of(requireRun(runId))).get(0);
  }

  /** Changes status, end or name of an active run. */
  @Transactional
  public RunInfo updateRun(UpdateRun request) {
    RunRow run = requireRun(Require.text(request.runId(), "run_id")).requireActive();
    // MLflow: an empty name changes nothing.
    String runName = "".equals(request.runName()) ? null : request.runName();
    if (runName != null) {
      data.setTags(
          run.runKey(), LoggedData.ofNewRun(List.of(new RunTag(LoggedData.RUN_NAME_TAG, runName))));
    }
    return runs.updateRun(run.runKey(), request.status(), request.endTime(), runName).info();
  }

  @Transactional
  public void deleteRun(String runId) {
    if (!runs.moveToStage(runId, "deleted", clock.millis())) {
      throw notFound(runId);
    }
  }

  @Transactional
  public void restoreRun(String runId) {
    if (!runs.moveToStage(runId, "active", null)) {
      throw notFound(runId);
    }
  }

  /** One page of runs; the latest started come first where no order is asked for. */
  @Transactional
  public Page<Run> searchRuns(SearchRuns request) {
    SearchRequest search =
        SearchRequest.of(
            RunSearch.SCHEMA,
            request.filter(),
            request.orderBy(),
            request.runViewType(),
            request.maxResults() == null ? DEFAULT_MAX_RESULTS : request.maxResults(),
            request.pageToken());
    Long[] experimentIds =
        Require.listOrEmpty(request.experimentIds()).stream()
            .map(ExperimentService::parseId)
            .toArray(Long[]::new);
    Page<RunRow> page = runs.searchRuns(experimentIds, search);
    return new Page<>(assemble(page.items()), page.nextPageToken());
  }

  RunRow requireRun(String runId) {
    return runs.findRun(runId).orElseThrow(() -> notFound(runId));
  }

  /** Reads what was logged to the runs, with as many queries for a thousand runs as for one. */
  private List<Run> assemble(List<RunRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Long[] keys = rows.stream().map(RunRow::runKey).toArray(Long[]::new);
    var latest = metrics.latestOfRuns(keys);
    RunDataStore.Texts texts = data.textsOfRuns(keys);
    InputStore.Links links = inputs.linksOfRuns(keys);
    return rows.stream()
        .map(
            row ->
                new Run(
                    row.info(),
                    new RunData(
                        latest.getOrDefault(row.runKey(), List.of()),
                        texts.params().getOrDefault(row.runKey(), List.of()),
                        texts.tags().getOrDefault(row.runKey(), List.of())),
                    new RunInputs(
                        links.datasets().getOrDefault(row.runKey(), List.of()),
                        links.modelInputs().getOrDefault(row.runKey(), List.of())),
                    new RunOutputs(links.modelOutputs().getOrDefault(row.runKey(), List.of()))))
        .toList();
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
