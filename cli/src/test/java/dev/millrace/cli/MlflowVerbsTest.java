package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the verbs shaped like MLflow's refuse, and what of their output no server decides. */
class MlflowVerbsTest extends CommandTest {

  private static final String RUN =
      """
      {"info":{"run_id":"%1$s","run_name":"n","experiment_id":"1","user_id":"u",
        "status":"RUNNING","start_time":1,"artifact_uri":"mlflow-artifacts:/1/%1$s/artifacts",
        "lifecycle_stage":"%2$s"},"data":{},"inputs":{}}""";

  @TempDir Path folder;

  private int onServer(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + url(""));
    all.add("--retry-for=0");
    return millrace(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "experiments get",
        "experiments get -x 1 -n a",
        "experiments create",
        "experiments search --max-results -1",
        "runs list",
        "runs list a -x 1",
        "runs list -x 1 --max-results 0",
        "runs describe",
        "runs describe r --run-id r",
        "runs create -x 1 -t novalue",
        "runs create -x 1 -t a=1 -t a=2",
        "runs create -x 1 --status running",
        "runs create -x 1 -n a",
        "artifacts download",
        "artifacts log-artifact -r r -l does-not-exist",
        "artifacts log-artifacts -r r -l does-not-exist",
        "models register m --from 7",
        "models register m --from model:m-1 --artifact-path model",
        "models predict -i rows.json",
        "models predict -m models:/m/1 --endpoint e"
      })
  void wrongUsageIsToldWithoutAskingTheServer(String line) {
    assertThat(onServer(line.split(" "))).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).isNotBlank();
  }

  @Test
  void tableIsAnotherNameOfText() {
    answer("/api/2.0/mlflow/experiments/search", 200, "{}");
    assertThat(onServer("experiments", "search", "--output", "table")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().strip()).isEqualTo("No experiments.");
    assertThat(onServer("experiments", "search", "--output", "xml")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void anEmptyListIsThereInJson() {
    answer("/api/2.0/mlflow/experiments/search", 200, "{}");
    onServer("experiments", "search", "-o", "json");
    assertThat(out.toString().replaceAll("\\s", "")).isEqualTo("{\"experiments\":[]}");
  }

  @Test
  void aListThatIsCutSaysSo() {
    answer(
        "/api/2.0/mlflow/runs/search",
        200,
        "{\"runs\":[%s,%s]}"
            .formatted(RUN.formatted("r1", "active"), RUN.formatted("r2", "active")));
    assertThat(onServer("runs", "list", "-x", "1", "--max-results", "1")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("r1").doesNotContain("r2");
    assertThat(err.toString()).contains("first 1");
    err.getBuffer().setLength(0);
    assertThat(onServer("runs", "list", "-x", "1", "--max-results", "2")).isEqualTo(ExitCode.DONE);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void aRunThatGoesOnHasNoEnd() {
    answer("/api/2.0/mlflow/runs/get", 200, "{\"run\":" + RUN.formatted("r", "active") + "}");
    assertThat(onServer("runs", "describe", "--run-id", "r")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("\"end_time\" : null", "\"model_outputs\" : [ ]");
  }

  @Test
  void aDeletedParentIsRefused() {
    answer("/api/2.0/mlflow/runs/get", 200, "{\"run\":" + RUN.formatted("p", "deleted") + "}");
    assertThat(onServer("runs", "create", "-x", "1", "--parent-run-id", "p"))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("'p' is deleted");
  }

  @Test
  void csvIsPrintedAsItIs() {
    answer("/api/millrace/v1/runs/export", 200, "run_id,metrics.loss\r\nr,0.5\r\n");
    assertThat(onServer("experiments", "csv", "-x", "1")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).isEqualTo("run_id,metrics.loss\r\nr,0.5\r\n");
  }

  @Test
  void aRunWithSeveralModelsIsNotGuessed() {
    answer("/api/2.0/mlflow/runs/get", 200, "{\"run\":" + RUN.formatted("r", "active") + "}");
    answer(
        "/api/2.0/mlflow/logged-models/search",
        200,
        "{\"models\":[%s,%s]}".formatted(loggedModel("m-1", "tree"), loggedModel("m-2", "net")));
    assertThat(onServer("models", "register", "m", "--from", "run:r")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("tree, net", "--artifact-path");
  }

  @Test
  void aModelIsAskedByItsVersionAndNoOtherAnswers() throws IOException {
    answer(
        "/api/2.0/mlflow/model-versions/get",
        200,
        """
        {"model_version":{"name":"m","version":"2","creation_timestamp":1,
          "last_updated_timestamp":1,"current_stage":"None","source":"s","status":"READY"}}""");
    answer(
        "/api/millrace/v1/endpoints",
        200,
        """
        {"endpoints":[{"name":"e","model_name":"m","alias":"a","live_version":"2",
          "live_state":"READY","created_at":1}]}""");
    answer(
        "/serving/e/versions/2/invocations",
        404,
        "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"loaded are: 3.\"}");
    server.createContext(
        "/serving/e/invocations",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().add("X-Millrace-Model-Version", "3");
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("{\"predictions\":[1]}".getBytes("UTF-8"));
          exchange.close();
        });
    Path rows = Files.writeString(folder.resolve("rows.csv"), "a\n1\n");
    Path to = folder.resolve("out.json");
    assertThat(
            onServer(
                "models",
                "predict",
                "-m",
                "models:/m/2",
                "-i",
                rows.toString(),
                "-t",
                "csv",
                "-o",
                to.toString()))
        .isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("loaded are: 3.");
    assertThat(to).doesNotExist();
    assertThat(onServer("models", "predict", "--endpoint", "e", "-i", rows.toString()))
        .isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).isEqualTo("{\"predictions\":[1]}\n");
  }

  private static String loggedModel(String id, String name) {
    return """
        {"info":{"model_id":"%s","experiment_id":"1","name":"%s","creation_timestamp_ms":1,
          "last_updated_timestamp_ms":1,"artifact_uri":"mlflow-artifacts:/1/models/%s/artifacts",
          "status":"LOGGED_MODEL_READY","source_run_id":"r"},"data":{}}"""
        .formatted(id, name, id);
  }
}
