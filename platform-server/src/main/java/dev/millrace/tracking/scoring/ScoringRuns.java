package dev.millrace.tracking.scoring;

import dev.millrace.core.batch.ScoringRecorder;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.tracking.CreateExperiment;
import dev.millrace.core.tracking.CreateRun;
import dev.millrace.core.tracking.Dataset;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.InputTag;
import dev.millrace.core.tracking.LogBatch;
import dev.millrace.core.tracking.LogInputs;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.ModelInput;
import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.UpdateRun;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.run.LogService;
import dev.millrace.tracking.run.LoggedData;
import dev.millrace.tracking.run.RunLinkService;
import dev.millrace.tracking.run.RunService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Makes runs of jobs, as the command that scores files does. */
@ApplicationScoped
class ScoringRuns implements ScoringRecorder {

  private static final String EXPERIMENT = "batch-scoring";
  private static final String CONTEXT_TAG = "mlflow.data.context";
  private static final String SHA256_TAG = "millrace.dataset.sha256";
  private static final int DIGEST_LENGTH = 32;

  private final ExperimentService experiments;
  private final RunService runs;
  private final LogService log;
  private final RunLinkService links;

  ScoringRuns(
      ExperimentService experiments, RunService runs, LogService log, RunLinkService links) {
    this.experiments = experiments;
    this.runs = runs;
    this.log = log;
    this.links = links;
  }

  @Override
  public String record(Scored job) {
    String runId =
        runs.createRun(
                new CreateRun(
                    experimentId(),
                    job.user(),
                    "schedule-" + job.name(),
                    job.startedAtMillis(),
                    List.of(new RunTag("millrace.schedule", job.name()))))
            .info()
            .runId();
    try {
      describe(runId, job);
      end(runId, RunStatus.FINISHED);
      return runId;
    } catch (RuntimeException e) {
      end(runId, RunStatus.FAILED);
      throw e;
    }
  }

  private void describe(String runId, Scored job) {
    links.logInputs(
        new LogInputs(
            runId,
            List.of(input(job.input(), "scoring"), input(job.output(), "output")),
            Stream.ofNullable(job.modelId()).map(ModelInput::new).toList()));
    long now = System.currentTimeMillis();
    log.logBatch(
        new LogBatch(
            runId,
            List.of(
                Metric.of("rows", job.rows(), now, 0),
                Metric.of("rejected", job.rejected(), now, 0)),
            List.of(
                new Param("model", job.modelName()),
                new Param("version", job.version()),
                new Param("options", job.options())),
            List.of()));
  }

  private void end(String runId, RunStatus status) {
    runs.updateRun(new UpdateRun(runId, status, System.currentTimeMillis(), null));
  }

  private static DatasetInput input(Content content, String context) {
    return new DatasetInput(
        List.of(new InputTag(CONTEXT_TAG, context), new InputTag(SHA256_TAG, content.sha256())),
        new Dataset(
            LoggedData.cut(
                content.uri().substring(content.uri().lastIndexOf('/') + 1),
                LoggedData.MAX_DATASET_NAME),
            content.sha256().substring(0, DIGEST_LENGTH),
            "local",
            StoredJson.write(Map.of("uri", content.uri())),
            null,
            null));
  }

  /** Another server may make it at the same time. */
  private String experimentId() {
    try {
      return experiments.requireExperimentByName(EXPERIMENT).experimentId();
    } catch (MlflowException e) {
      if (e.code() != ErrorCode.RESOURCE_DOES_NOT_EXIST) {
        throw e;
      }
    }
    try {
      return experiments.createExperiment(new CreateExperiment(EXPERIMENT, null, null));
    } catch (MlflowException e) {
      if (e.code() != ErrorCode.RESOURCE_ALREADY_EXISTS) {
        throw e;
      }
      return experiments.requireExperimentByName(EXPERIMENT).experimentId();
    }
  }
}
