package dev.millrace.systemtests.javaclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mlflow.api.proto.ModelRegistry.ModelVersion;
import org.mlflow.api.proto.Service.Experiment;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.ExperimentsPage;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.RunsPage;

/** The official Java client against the packaged server. */
class JavaClientIT {

  private static final Duration ARTIFACTS_LIMIT = Duration.ofMinutes(5);

  @TempDir static Path directory;

  private static ServerProcess server;
  private static MlflowClient client;

  private String experimentId = "";

  @BeforeAll
  static void startServer() {
    server = ServerProcess.start(directory.resolve("data"));
    client = new MlflowClient(server.url());
  }

  @AfterAll
  static void stopServer() {
    client.close();
    server.close();
  }

  @BeforeEach
  void createExperiment() {
    experimentId = client.createExperiment(unique("experiment"));
  }

  @Test
  void experimentsAreMadeRenamedTaggedDeletedAndRestored() {
    String name = unique("renamed");
    client.renameExperiment(experimentId, name);
    client.setExperimentTag(experimentId, "team", "vision");

    Experiment read = client.getExperimentByName(name).orElseThrow();
    assertThat(read.getExperimentId()).isEqualTo(experimentId);
    assertThat(read.getArtifactLocation()).startsWith("mlflow-artifacts:/");
    assertThat(read.getTagsList())
        .anySatisfy(
            tag -> assertThat(tag.getKey() + "=" + tag.getValue()).isEqualTo("team=vision"));
    assertThat(client.getExperimentByName(unique("absent"))).isEmpty();

    client.deleteExperiment(experimentId);
    assertThat(client.getExperiment(experimentId).getLifecycleStage()).isEqualTo("deleted");
    client.restoreExperiment(experimentId);
    assertThat(client.getExperiment(experimentId).getLifecycleStage()).isEqualTo("active");
  }

  @Test
  void experimentsAreFoundPageByPage() {
    String family = unique("family");
    List.of("b", "c", "a").forEach(letter -> client.createExperiment(family + letter));

    List<String> found = new ArrayList<>();
    ExperimentsPage page =
        client.searchExperiments(
            "name LIKE '" + family + "%'", ViewType.ACTIVE_ONLY, 2, List.of("name ASC"));
    page.getItems().forEach(experiment -> found.add(experiment.getName()));
    assertThat(page.hasNextPage()).isTrue();
    page.getNextPage().getItems().forEach(experiment -> found.add(experiment.getName()));

    assertThat(found).containsExactly(family + "a", family + "b", family + "c");
  }

  @Test
  void whatIsLoggedToARunIsReadBack() {
    RunInfo started = client.createRun(experimentId);
    String runId = started.getRunId();
    client.logParam(runId, "lr", "0.1");
    client.logMetric(runId, "loss", 0.5, 1000, 1);
    client.logMetric(runId, "odd", Double.NaN, 1000, 0);
    client.setTag(runId, "team", "vision");
    client.setTag(runId, "gone", "soon");
    client.deleteTag(runId, "gone");
    client.logBatch(
        runId,
        IntStream.range(0, 100)
            .mapToObj(step -> metric("loss", 1.0 / (step + 2), step + 2))
            .toList(),
        List.of(Param.newBuilder().setKey("depth").setValue("3").build()),
        List.of(RunTag.newBuilder().setKey("owner").setValue("ada").build()));
    client.setTerminated(runId, RunStatus.FAILED, started.getStartTime() + 5);

    Run run = client.getRun(runId);
    assertThat(run.getInfo().getStatus()).isEqualTo(RunStatus.FAILED);
    assertThat(run.getInfo().getEndTime()).isEqualTo(started.getStartTime() + 5);
    assertThat(run.getInfo().getExperimentId()).isEqualTo(experimentId);
    assertThat(run.getData().getParamsList())
        .extracting(param -> param.getKey() + "=" + param.getValue())
        .containsExactlyInAnyOrder("lr=0.1", "depth=3");
    assertThat(run.getData().getTagsList())
        .extracting(tag -> tag.getKey() + "=" + tag.getValue())
        .contains("team=vision", "owner=ada")
        .noneMatch(tag -> tag.startsWith("gone"));
    assertThat(run.getData().getMetricsList())
        .filteredOn(metric -> metric.getKey().equals("loss"))
        .singleElement()
        .satisfies(
            metric -> {
              assertThat(metric.getStep()).isEqualTo(101);
              assertThat(metric.getValue()).isEqualTo(1.0 / 101);
            });
    assertThat(run.getData().getMetricsList())
        .filteredOn(metric -> metric.getKey().equals("odd"))
        .singleElement()
        .satisfies(metric -> assertThat(metric.getValue()).isNaN());
    assertThat(client.getMetricHistory(runId, "loss"))
        .extracting(Metric::getStep)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 101).mapToObj(Long::valueOf).toList());
  }

  @Test
  void runsAreFoundByFilterAndOrderPageByPage() {
    for (int index = 0; index < 5; index++) {
      String runId = client.createRun(experimentId).getRunId();
      client.logMetric(runId, "accuracy", index / 10.0);
      client.logParam(runId, "index", String.valueOf(index));
    }

    List<String> found = new ArrayList<>();
    RunsPage page =
        client.searchRuns(
            List.of(experimentId),
            "metrics.accuracy > 0.05",
            ViewType.ACTIVE_ONLY,
            3,
            List.of("metrics.accuracy DESC"));
    addIndexes(page.getItems(), found);
    assertThat(page.hasNextPage()).isTrue();
    addIndexes(((RunsPage) page.getNextPage()).getItems(), found);

    assertThat(found).containsExactly("4", "3", "2", "1");
  }

  @Test
  void deletedRunIsHiddenAndComesBack() {
    String runId = client.createRun(experimentId).getRunId();

    client.deleteRun(runId);
    assertThat(client.listRunInfos(experimentId)).isEmpty();
    assertThat(client.searchRuns(List.of(experimentId), "", ViewType.DELETED_ONLY)).hasSize(1);

    client.restoreRun(runId);
    assertThat(client.listRunInfos(experimentId)).hasSize(1);
  }

  @Test
  void refusalsCarryTheServersWords() {
    assertThatThrownBy(() -> client.getRun("0".repeat(32)))
        .isInstanceOf(MlflowClientException.class)
        .hasMessageContaining("404");
    assertThatThrownBy(() -> client.createExperiment(""))
        .isInstanceOf(MlflowClientException.class)
        .hasMessageContaining("400");
  }

  @Test
  void modelsAreRegisteredFoundAndStaged() {
    String model = unique("model");
    RunInfo run = client.createRun(experimentId);
    client.sendPost("registered-models/create", "{\"name\": \"%s\"}".formatted(model));
    for (int version = 1; version <= 3; version++) {
      client.sendPost(
          "model-versions/create",
          """
          {"name": "%s", "source": "%s/model", "run_id": "%s"}"""
              .formatted(model, run.getArtifactUri(), run.getRunId()));
    }
    client.sendPost(
        "model-versions/transition-stage",
        """
        {"name": "%s", "version": "2", "stage": "Production", "archive_existing_versions": false}"""
            .formatted(model));
    client.sendPost(
        "registered-models/alias",
        """
        {"name": "%s", "alias": "champion", "version": "2"}"""
            .formatted(model));

    assertThat(client.getRegisteredModel(model).getName()).isEqualTo(model);
    ModelVersion second = client.getModelVersion(model, "2");
    assertThat(second.getCurrentStage()).isEqualTo("Production");
    assertThat(second.getRunId()).isEqualTo(run.getRunId());
    assertThat(client.getModelVersionDownloadUri(model, "2")).startsWith("mlflow-artifacts:/");
    assertThat(client.getLatestVersions(model, List.of("None", "Production")))
        .extracting(ModelVersion::getVersion)
        .containsExactlyInAnyOrder("2", "3");
    var page = client.searchModelVersions("name='" + model + "'", 2, List.of("version_number ASC"));
    List<String> found = new ArrayList<>();
    page.getItems().forEach(version -> found.add(version.getVersion()));
    page.getNextPage().getItems().forEach(version -> found.add(version.getVersion()));
    assertThat(found).containsExactly("1", "2", "3");
  }

  /** In a process of its own: the client moves artifacts with the Python that a variable names. */
  @Test
  void artifactsGoUpAreListedAndComeBack() throws Exception {
    Path python =
        PythonEnvironment.interpreter(Path.of("python").toAbsolutePath(), "requirements.txt");
    String runId = client.createRun(experimentId).getRunId();
    Path work = Files.createDirectory(directory.resolve("artifacts-" + runId));

    ToolProcess.Result result =
        ToolProcess.run(
            List.of(
                ServerProcess.JAVA,
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                JavaClientArtifacts.class.getName(),
                server.url(),
                runId,
                work.toString()),
            work,
            Map.of("MLFLOW_PYTHON_EXECUTABLE", python.toString(), "PYTHONDONTWRITEBYTECODE", "1"),
            ARTIFACTS_LIMIT);

    result.assertSucceeded();
    assertThat(result.output())
        .containsSubsequence(
            "listed notes.txt 5",
            "listed report true",
            "listed report/a.txt 1",
            "downloaded hello");
  }

  private static void addIndexes(List<Run> runs, List<String> indexes) {
    runs.forEach(run -> indexes.add(run.getData().getParams(0).getValue()));
  }

  private static Metric metric(String key, double value, long step) {
    return Metric.newBuilder()
        .setKey(key)
        .setValue(value)
        .setTimestamp(1000 + step)
        .setStep(step)
        .build();
  }

  private static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }
}
