package dev.millrace.systemtests.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.systemtests.python.PythonEnvironment;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.systemtests.tool.ToolProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same words behind {@code mlflow} and behind {@code millrace}, on one packaged server. */
class CommandLineIT {

  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Path CLI = Path.of("..", "cli", "target", "millrace.jar").toAbsolutePath();

  /** MLflow's command line writes NaN as Python does. */
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  @TempDir static Path folder;
  private static ServerProcess server;
  private static Path python;
  private static MlflowCommandLine mlflow;

  private interface Program {
    ToolProcess.Result run(String... words) throws IOException, InterruptedException;
  }

  @BeforeAll
  static void startServer() throws IOException, InterruptedException {
    python = PythonEnvironment.interpreter(Path.of("python").toAbsolutePath(), "requirements.txt");
    server = ServerProcess.start(folder.resolve("data"));
    mlflow = MlflowCommandLine.start(python, folder, server.url());
  }

  @AfterAll
  static void stopServer() {
    if (mlflow != null) {
      mlflow.close();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void experimentsAreMadeRenamedDeletedAndRestored() throws Exception {
    JsonNode theirs = lifeOfAnExperiment(CommandLineIT::mlflow, "theirs");
    JsonNode ours = lifeOfAnExperiment(CommandLineIT::millrace, "ours");
    for (String field : List.of("name", "lifecycle_stage", "tags", "workspace")) {
      assertThat(ours.path(field).toString().replace("ours", "theirs"))
          .isEqualTo(theirs.path(field).toString());
    }
    String id = ours.path("experiment_id").asText();
    ObjectNode seenByThem =
        (ObjectNode) json(mlflow("experiments", "get", "-x", id, "--output", "json"));
    // Of traces, which are not offered.
    seenByThem.remove(List.of("effective_trace_archival_retention", "trace_location"));
    assertThat(ours).isEqualTo(seenByThem);
  }

  /** As it is at the end. */
  private static JsonNode lifeOfAnExperiment(Program program, String name) throws Exception {
    ToolProcess.Result created = succeeded(program.run("experiments", "create", "-n", name));
    String said = created.output().get(created.output().size() - 1);
    assertThat(said).startsWith("Created experiment '" + name + "' with id ");
    String id = said.substring(said.lastIndexOf(' ') + 1);
    assertThat(program.run("experiments", "create", "-n", name).exitCode()).isNotZero();
    succeeded(program.run("experiments", "rename", "-x", id, "--new-name", name + " 2"));
    succeeded(program.run("experiments", "delete", "--experiment-id", id));
    assertThat(succeeded(program.run("experiments", "search", "--view", "deleted_only")).output())
        .anyMatch(line -> line.contains(name + " 2"));
    succeeded(program.run("experiments", "restore", "-x", id));
    return json(
        succeeded(program.run("experiments", "get", "-n", name + " 2", "--output", "json")));
  }

  @Test
  void runsAreMadeAndDescribedAlike() throws Exception {
    String theirs = createdRun(CommandLineIT::mlflow);
    String ours = createdRun(CommandLineIT::millrace);
    JsonNode oursByUs = json(succeeded(millrace("runs", "describe", "--run-id", ours)));
    JsonNode oursByThem = json(succeeded(mlflow("runs", "describe", "--run-id", ours)));
    assertThat(oursByUs).isEqualTo(oursByThem);
    JsonNode theirsByUs = json(succeeded(millrace("runs", "describe", "--run-id", theirs)));
    assertThat(theirsByUs.path("data").path("tags").path("mlflow.source.type").asText())
        .isEqualTo("LOCAL");
    assertThat(comparable(oursByUs)).isEqualTo(comparable(theirsByUs));

    String experiment = oursByUs.path("info").path("experiment_id").asText();
    assertThat(succeeded(millrace("runs", "list", "--experiment-id", experiment)).output())
        .anyMatch(line -> line.contains(theirs))
        .anyMatch(line -> line.contains(ours));
    succeeded(millrace("runs", "delete", "--run-id", ours));
    assertThat(mlflow("runs", "list", "--experiment-id", experiment, "-v", "deleted_only").output())
        .anyMatch(line -> line.contains(ours))
        .noneMatch(line -> line.contains(theirs));
    succeeded(millrace("runs", "restore", "--run-id", ours));
  }

  private static String createdRun(Program program) throws Exception {
    JsonNode created =
        json(
            succeeded(
                program.run(
                    "runs",
                    "create",
                    "--experiment-name",
                    "runs",
                    "--run-name",
                    "by hand",
                    "-t",
                    "team=red",
                    "--tags",
                    "a=b=c",
                    "--description",
                    "a note",
                    "--status",
                    "failed")));
    assertThat(created.path("status").asText()).isEqualTo("FAILED");
    assertThat(created.path("run_name").asText()).isEqualTo("by hand");
    return created.path("run_id").asText();
  }

  /** Without what no two runs share, and without the script that MLflow takes for the source. */
  private static JsonNode comparable(JsonNode described) {
    ObjectNode all = described.deepCopy();
    ((ObjectNode) all.path("info"))
        .remove(List.of("run_id", "artifact_uri", "start_time", "end_time"));
    ((ObjectNode) all.path("data").path("tags"))
        .remove(List.of("mlflow.source.name", "mlflow.source.type", "mlflow.source.git.commit"));
    return all;
  }

  @Test
  void filesGoUpByOneAndComeDownByTheOther() throws Exception {
    String run =
        json(succeeded(millrace("runs", "create", "--experiment-name", "files")))
            .path("run_id")
            .asText();
    Path tree = folder.resolve("tree");
    Files.createDirectories(tree.resolve("deep/er"));
    Files.writeString(tree.resolve("deep/er/ä b.txt"), "deep");
    Files.writeString(tree.resolve("top.txt"), "top");
    Files.writeString(tree.resolve("empty"), "");
    succeeded(
        millrace("artifacts", "log-artifacts", "-l", tree.toString(), "-r", run, "-a", "ours"));
    succeeded(
        mlflow("artifacts", "log-artifacts", "-l", tree.toString(), "-r", run, "-a", "theirs"));
    String top = tree.resolve("top.txt").toString();
    succeeded(millrace("artifacts", "log-artifact", "-l", top, "-r", run, "-a", "one"));
    succeeded(mlflow("artifacts", "log-artifact", "-l", top, "-r", run, "-a", "one/more"));

    for (String path : List.of("", "ours", "theirs", "one", "nope")) {
      String[] words = {"artifacts", "list", "-r", run, "-a", path};
      assertThat(json(succeeded(millrace(words)))).isEqualTo(json(succeeded(mlflow(words))));
    }
    for (String path : List.of("ours", "ours/deep", "theirs/deep/er/ä b.txt", "one/top.txt")) {
      Map<String, String> byUs = downloaded(CommandLineIT::millrace, run, path);
      assertThat(byUs).isNotEmpty().isEqualTo(downloaded(CommandLineIT::mlflow, run, path));
    }
    assertThat(millrace("artifacts", "download", "-r", run, "-a", "nope").exitCode()).isEqualTo(1);
  }

  /** What lies where, below the place that the program names last. */
  private static Map<String, String> downloaded(Program program, String run, String path)
      throws Exception {
    Path to = Files.createTempDirectory(folder, "down");
    List<String> said =
        succeeded(program.run("artifacts", "download", "-r", run, "-a", path, "-d", to.toString()))
            .output();
    Path told = Path.of(said.get(said.size() - 1));
    assertThat(told).startsWith(to).exists();
    Map<String, String> files = new TreeMap<>();
    files.put("told", to.relativize(told).toString());
    try (Stream<Path> all = Files.walk(to)) {
      all.filter(Files::isRegularFile)
          .forEach(file -> files.put(to.relativize(file).toString(), content(file)));
    }
    return files;
  }

  @Test
  void aModelOfTheOfficialClientIsRegisteredTaggedAndDownloaded() throws Exception {
    Path script = folder.resolve("log_model.py");
    Files.writeString(
        script,
        """
        import mlflow
        mlflow.set_experiment("models")
        class Echo(mlflow.pyfunc.PythonModel):
            def predict(self, context, model_input: list[str]):
                return model_input
        with mlflow.start_run() as run:
            mlflow.pyfunc.log_model(name="echo", python_model=Echo(), pip_requirements=[])
        print("run=" + run.info.run_id)
        """);
    String run =
        ToolProcess.run(List.of(python.toString(), script.toString()), folder, variables(), LIMIT)
            .output()
            .stream()
            .filter(line -> line.startsWith("run="))
            .findFirst()
            .orElseThrow()
            .substring(4);
    JsonNode version =
        json(
            succeeded(
                millrace(
                    "models",
                    "register",
                    "o'brien",
                    "--from",
                    "run:" + run,
                    "--tag",
                    "k=v",
                    "-o",
                    "json")));
    assertThat(version.path("version").asText()).isEqualTo("1");
    assertThat(version.path("run_id").asText()).isEqualTo(run);
    succeeded(millrace("models", "register", "o'brien", "--from", "models:/o'brien/1"));
    succeeded(millrace("models", "alias", "set", "o'brien", "@best", "2"));
    succeeded(millrace("models", "tag", "set", "o'brien", "stage", "test", "--of", "@best"));
    assertThat(
            json(millrace(
                    "models",
                    "versions",
                    "o'brien",
                    "--filter",
                    "tags.stage = 'test'",
                    "-o",
                    "json"))
                .path("model_versions")
                .findValuesAsText("version"))
        .containsExactly("2");

    Map<String, String> model = downloaded(CommandLineIT::mlflow, run, "echo");
    model.remove("echo/registered_model_meta");
    assertThat(downloaded(CommandLineIT::millrace, run, "echo")).isEqualTo(model);
    Path byAlias = folder.resolve("by-alias");
    succeeded(
        millrace("artifacts", "download", "-u", "models:/o'brien@best", "-d", byAlias.toString()));
    assertThat(byAlias.resolve("MLmodel")).exists();

    succeeded(millrace("models", "delete-version", "o'brien", "2"));
    assertThat(millrace("models", "show", "o'brien", "@best").exitCode()).isEqualTo(1);
    JsonNode next =
        json(millrace("models", "register", "o'brien", "--from", "run:" + run, "-o", "json"));
    assertThat(next.path("version").asText()).isEqualTo("3");
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ToolProcess.Result succeeded(ToolProcess.Result result) {
    result.assertSucceeded();
    return result;
  }

  /** The JSON that a program printed after whatever it had to remark. */
  private static JsonNode json(ToolProcess.Result result) throws IOException {
    List<String> lines =
        result.output().stream().dropWhile(line -> !line.matches("[\\[{].*")).toList();
    return JSON.readTree(String.join("\n", lines));
  }

  private static ToolProcess.Result mlflow(String... words) throws IOException {
    return mlflow.run(words);
  }

  private static ToolProcess.Result millrace(String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(ServerProcess.JAVA, "-XX:TieredStopAtLevel=1", "-jar", CLI.toString()));
    command.addAll(List.of(words));
    return ToolProcess.run(command, folder, variables(), LIMIT);
  }

  private static Map<String, String> variables() {
    return Map.of("MLFLOW_TRACKING_URI", server.url(), "PYTHONUTF8", "1");
  }
}
