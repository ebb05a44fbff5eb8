package dev.millrace.systemtests.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.MissingTool;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Python script that knows nothing of Millrace is logged by the official client and our plugin,
 * and run again by {@code millrace reproduce} from its record alone.
 */
class ReproduceIT {

  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path CLI = ROOT.resolve("cli/target/millrace.jar");
  private static final String ALL_ALIKE = "Every metric is within";

  /** What it computes follows from its data, its arguments, and a file that git does not know. */
  private static final String SCRIPT =
      """
      import hashlib, os, pathlib, sys
      import mlflow
      import pandas as pd

      data = pathlib.Path(__file__).parent / "data.csv"
      frame = pd.read_csv(data)
      mlflow.set_experiment("reproduce")
      with mlflow.start_run(run_name="tiny"):
          mlflow.log_input(
              mlflow.data.from_pandas(frame, source=str(data), name="tiny"),
              context="training",
              tags={"millrace.dataset.sha256": hashlib.sha256(data.read_bytes()).hexdigest()},
          )
          mlflow.log_params({"scale": sys.argv[1]})
          mlflow.log_metric("total", float(frame["x"].sum()) * float(sys.argv[1]))
          mlflow.log_metric("words", len(sys.argv[2]))
          mlflow.log_metric("drift", 1.0 + float(os.environ.get("DRIFT", "0")))
      """;

  @TempDir static Path shared;
  private static ServerProcess server;
  private static Path python;
  private static Path plugin;

  @TempDir Path folder;
  private Path repository;

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    python = PythonEnvironment.interpreter(Path.of("python").toAbsolutePath(), "requirements.txt");
    if (!ToolProcess.isInstalled("git")) {
      MissingTool.skip("The reproduction test needs git on the PATH");
    }
    plugin = shared.resolve("plugin");
    assertThat(
            ToolProcess.run(
                    List.of(
                        python.toString(),
                        "-m",
                        "pip",
                        "install",
                        "--disable-pip-version-check",
                        "--quiet",
                        "--no-deps",
                        "--target",
                        plugin.toString(),
                        copyOf(ROOT.resolve("clients/python")).toString()),
                    ROOT,
                    Map.of(),
                    LIMIT)
                .exitCode())
        .as("exit code of pip")
        .isZero();
    server = ServerProcess.start(shared.resolve("data"));
  }

  /** Building leaves files beside the sources. */
  private static Path copyOf(Path sources) throws IOException {
    Path copy = shared.resolve("plugin-sources");
    try (var files = Files.walk(sources)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(sources.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    return copy;
  }

  @AfterAll
  static void stopServer() {
    if (server != null) {
      server.close();
    }
  }

  @BeforeEach
  void makeRepository() throws Exception {
    repository = Files.createDirectories(folder.resolve("repository"));
    Files.writeString(repository.resolve("train.py"), SCRIPT);
    Files.writeString(repository.resolve("data.csv"), "x\n1\n2\n3.5\n");
    git("init", "--quiet", "--initial-branch=main");
    git("add", ".");
    git("commit", "--quiet", "-m", "first");
    git("remote", "add", "origin", repository.toString());
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=a", "-c", "user.email=a@example.com"));
    command.addAll(List.of(arguments));
    assertThat(ToolProcess.run(command, repository, Map.of(), LIMIT).exitCode()).isZero();
  }

  private String train(String... arguments) throws Exception {
    return trainBy(plugin.toString(), arguments);
  }

  private String trainBy(String pythonPath, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(python.toString(), "train.py"));
    command.addAll(List.of(arguments));
    assertThat(
            ToolProcess.run(
                    command,
                    repository,
                    Map.of(
                        "MLFLOW_TRACKING_URI",
                        server.url(),
                        "PYTHONPATH",
                        pythonPath,
                        "PYTHONDONTWRITEBYTECODE",
                        "1"),
                    LIMIT)
                .exitCode())
        .as("exit code of the training")
        .isZero();
    return newest();
  }

  private static String newest() throws IOException {
    String experiment =
        json(server.get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=reproduce").body())
            .at("/experiment/experiment_id")
            .asText();
    return json(server
            .post(
                "/api/2.0/mlflow/runs/search",
                "{\"experiment_ids\": [\"" + experiment + "\"], \"max_results\": 1}")
            .body())
        .at("/runs/0/info/run_id")
        .asText();
  }

  private static JsonNode record(String run) throws IOException {
    return json(server.get("/api/millrace/v1/runs/" + run + "/record").body());
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  private ToolProcess.Result reproduce(Map<String, String> variables, String... arguments)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ServerProcess.JAVA,
                "-jar",
                CLI.toString(),
                "reproduce",
                "--server=" + server.url(),
                "--into=" + folder.resolve("again")));
    command.addAll(List.of(arguments));
    return ToolProcess.run(command, folder, variables, LIMIT);
  }

  private ToolProcess.Result rerun(String run, Map<String, String> variables, String... arguments)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(run, "--run", "--python=" + python));
    all.addAll(List.of(arguments));
    return reproduce(variables, all.toArray(String[]::new));
  }

  @Test
  void unchangedScriptHasACompleteRecordAndGivesTheSameMetricsAgain() throws Exception {
    String run = train("2", "it's $(two) words", "--password", "hunter2x");
    JsonNode record = record(run);
    assertThat(record.toString()).doesNotContain("hunter2x");
    assertThat(record.at("/missing").findValuesAsText("field")).containsExactly("code.arguments");

    run = train("2", "it's $(two) words");
    record = record(run);
    assertThat(record.path("missing").size()).as(record.path("missing").toString()).isZero();
    assertThat(record.at("/code/entry_point").asText()).isEqualTo("train.py");
    assertThat(record.at("/code/directory").asText()).isEqualTo(".");
    assertThat(record.at("/code/dirty").asBoolean(true)).isFalse();
    assertThat(record.at("/code/repository").asText()).isEqualTo(repository.toString());
    assertThat(record.at("/environment/packages").findValuesAsText("name"))
        .contains("mlflow", "pandas")
        .doesNotContain("millrace-mlflow");

    ToolProcess.Result result = rerun(run, Map.of("PYTHONDONTWRITEBYTECODE", "1"));
    assertThat(result.output()).anyMatch(line -> line.startsWith(ALL_ALIKE));
    assertThat(result.output()).anyMatch(line -> line.contains("tiny: the same"));
    assertThat(result.exitCode()).isZero();
    String again = newest();
    assertThat(again).isNotEqualTo(run);
    JsonNode reproduced = record(again);
    assertThat(reproduced.path("reproduces").asText()).isEqualTo(run);
    assertThat(reproduced.path("status").asText()).isEqualTo("FINISHED");
    assertThat(reproduced.at("/code/commit")).isEqualTo(record.at("/code/commit"));
    assertThat(reproduced.path("missing").size())
        .as(reproduced.path("missing").toString())
        .isZero();
    assertThat(folder.resolve("again/reproduce.sh")).isExecutable();
  }

  @Test
  void metricOutsideOfTheToleranceFails() throws Exception {
    String run = train("2", "words");
    ToolProcess.Result outside = rerun(run, Map.of("DRIFT", "0.02"));
    assertThat(outside.exitCode()).isEqualTo(9);
    assertThat(outside.output()).anyMatch(line -> line.matches("drift +1\\.00000 +1\\.02000 .*NO"));
    ToolProcess.Result inside = rerun(run, Map.of("DRIFT", "0.02"), "--tolerance=0.05");
    assertThat(inside.exitCode()).isZero();
  }

  @Test
  void uncommittedChangeOtherDataAndOtherPackagesAreRefusedUnlessForced() throws Exception {
    Files.writeString(repository.resolve("train.py"), SCRIPT + "# not committed\n");
    String dirty = train("2", "words");
    ToolProcess.Result refused = rerun(dirty, Map.of());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).anyMatch(line -> line.contains("code.dirty"));
    assertThat(rerun(dirty, Map.of(), "--force").exitCode()).isZero();

    git("checkout", "--quiet", "train.py");
    String run = train("2", "words");
    Files.writeString(folder.resolve("data.csv"), "x\n1\n2\n3\n");
    Files.delete(repository.resolve("data.csv"));
    ToolProcess.Result otherData = rerun(run, Map.of(), "--data-root=" + folder);
    assertThat(otherData.exitCode()).isEqualTo(1);
    assertThat(otherData.output()).anyMatch(line -> line.contains("has other content"));

    git("checkout", "--quiet", "data.csv");
    assertThat(
            server
                .post(
                    "/api/2.0/mlflow/runs/set-tag",
                    "{\"run_id\": \""
                        + run
                        + "\", \"key\": \"millrace.environment.packages\", \"value\":"
                        + " \"pandas==0.0.1\"}")
                .statusCode())
        .isEqualTo(200);
    ToolProcess.Result otherPackage = rerun(run, Map.of());
    assertThat(otherPackage.exitCode()).isEqualTo(1);
    assertThat(otherPackage.output()).anyMatch(line -> line.contains("instead of 0.0.1"));
  }

  @Test
  void runOfMlflowsClientAloneIsRunWithArgumentsThatAreNamed() throws Exception {
    String run = trainBy("", "2", "words");
    ToolProcess.Result refused = rerun(run, Map.of());
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output())
        .anyMatch(line -> line.contains("code.arguments"))
        .anyMatch(line -> line.contains("the plugin in clients/python does"));

    ToolProcess.Result forced = rerun(run, Map.of(), "--force", "--", "2", "words");
    assertThat(forced.output())
        .anyMatch(line -> line.startsWith(ALL_ALIKE))
        .noneMatch(line -> line.contains("code.arguments"));
    assertThat(forced.exitCode()).isZero();

    ToolProcess.Result withoutPackages = reproduce(Map.of(), run, "--run", "--force");
    assertThat(withoutPackages.exitCode()).isEqualTo(1);
    assertThat(withoutPackages.output()).anyMatch(line -> line.contains("name one with --python"));
  }

  @Test
  void runThatTellsNothingIsRefusedWithTheReason() throws Exception {
    String run =
        json(server.post("/api/2.0/mlflow/runs/create", "{\"experiment_id\": \"0\"}").body())
            .at("/run/info/run_id")
            .asText();
    ToolProcess.Result refused = reproduce(Map.of(), run);
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.output()).anyMatch(line -> line.contains("The record has no"));
  }
}
