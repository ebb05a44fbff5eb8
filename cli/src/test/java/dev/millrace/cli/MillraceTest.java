package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MillraceTest extends CommandTest {

  private int onServer(String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    all.add("--server=" + url(""));
    all.add("--retry-for=0");
    return millrace(all.toArray(String[]::new));
  }

  @Test
  void helpListsEveryVerb() {
    assertThat(millrace("--help")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString())
        .contains(
            "server",
            "demo",
            "experiments",
            "runs",
            "models",
            "endpoints",
            "artifacts",
            "data",
            "reproduce",
            "gc",
            "Exit codes");
  }

  @Test
  void versionIsTheOneOfTheBuild() {
    assertThat(millrace("--version")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).matches("millrace \\d+\\.\\d+\\.\\d+.*\\R");
  }

  @Test
  void missingAndUnknownVerbsAreWrongUsage() {
    assertThat(millrace()).isEqualTo(ExitCode.USAGE);
    assertThat(millrace("fly")).isEqualTo(ExitCode.USAGE);
    assertThat(millrace("models", "promote", "m", "2")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--from");
  }

  @Test
  void verbsOfTheScriptSayWhereTheyAre() {
    assertThat(millrace("server", "--port", "5001")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("./millrace server --port 5001");
  }

  @Test
  void serverThatIsAwayIsUnreachable() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    String url = "http://127.0.0.1:" + closedPort;
    assertThat(millrace("endpoints", "list", "--server", url, "--retry-for=0"))
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(err.toString()).contains(url);
  }

  @Test
  void urlThatIsNoneIsWrongUsage() {
    assertThat(millrace("endpoints", "list", "--server", "sqlite:///x")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("sqlite:///x");
  }

  @Test
  void takenNameIsAConflict() {
    answer(
        "/api/millrace/v1/endpoints",
        400,
        "{\"error_code\":\"RESOURCE_ALREADY_EXISTS\",\"message\":\"Endpoint 'e' exists.\"}");
    assertThat(onServer("endpoints", "open", "e", "m")).isEqualTo(ExitCode.CONFLICT);
    assertThat(err.toString()).contains("Endpoint 'e' exists.");
  }

  @Test
  void unknownThingIsAFailure() {
    answer(
        "/api/2.0/mlflow/runs/get",
        404,
        "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\",\"message\":\"Run 'r' not found\"}");
    assertThat(onServer("runs", "show", "r")).isEqualTo(ExitCode.FAILED);
  }

  @Test
  void listIsAnAlignedTable() {
    answer(
        "/api/millrace/v1/endpoints",
        200,
        """
        {"endpoints":[
          {"name":"penguins","model_name":"species","alias":"champion","live_version":"12",
           "live_state":"READY","created_at":1},
          {"name":"x","model_name":"m","alias":"a","created_at":1}]}""");
    assertThat(onServer("endpoints", "list")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().lines())
        .containsExactly(
            "NAME      FOLLOWS           LIVE  STATE  OWNER",
            "penguins  species@champion    12  READY  -",
            "x         m@a                  -  -      -");
  }

  @Test
  void jsonIsWhatTheServerSaid() {
    answer(
        "/api/millrace/v1/endpoints",
        200,
        """
        {"endpoints":[{"name":"x","model_name":"m","alias":"a","created_at":1}]}""");
    assertThat(onServer("endpoints", "list", "-o", "json")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("\"model_name\" : \"m\"");
  }

  @Test
  void namesCannotSteerTheTerminal() {
    answer(
        "/api/millrace/v1/endpoints",
        200,
        "{\"endpoints\":[{\"name\":\"a\\u001b[2Jb\",\"model_name\":\"m\",\"alias\":\"a\",\"created_at\":1}]}");
    onServer("endpoints", "list");
    assertThat(out.toString()).doesNotContain("\u001b");
  }

  private static final String EXPERIMENT =
      """
      {"experiment":{"experiment_id":"7","name":"e","artifact_location":"mlflow-artifacts:/7",
       "lifecycle_stage":"active","creation_time":1,"last_update_time":1}}""";

  @Test
  void exportIsPrintedOrSaved(@TempDir Path folder) throws IOException {
    answer("/api/2.0/mlflow/experiments/get-by-name", 200, EXPERIMENT);
    answer("/api/millrace/v1/runs/export", 200, "run_id\r\nä\r\n");
    assertThat(onServer("runs", "export", "e", "--columns", "run_id")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).isEqualTo("run_id\r\nä\r\n");
    Path file = folder.resolve("runs.csv");
    assertThat(onServer("runs", "export", "e", "--file", file.toString())).isEqualTo(ExitCode.DONE);
    assertThat(file).hasContent("run_id\r\nä\r\n");
  }

  @Test
  void brokenExportLeavesNoFile(@TempDir Path folder) throws IOException {
    answer("/api/2.0/mlflow/experiments/get-by-name", 200, EXPERIMENT);
    server.createContext(
        "/api/millrace/v1/runs/export",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("run_id\r\n".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          throw new IOException("cut");
        });
    Path file = folder.resolve("runs.csv");
    assertThat(onServer("runs", "export", "e", "--file", file.toString()))
        .isNotEqualTo(ExitCode.DONE);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void gcGoesOnUntilAllIsDoneAndSaysWhatWasRemoved() {
    AtomicInteger calls = new AtomicInteger();
    server.createContext(
        "/api/millrace/v1/purge",
        exchange -> {
          String asked =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          assertThat(asked).contains("\"older_than\":\"30d\"", "\"experiment_ids\":[\"7\"]");
          boolean last = calls.incrementAndGet() == 3;
          byte[] body =
              """
              {"runs":2,"experiments":%d,"metric_points":10,"files":1,"bytes":5,
               "kept_sources":["mlflow-artifacts:/7/r/artifacts/model"],"unknown_ids":["%s"],
               "done":%s}"""
                  .formatted(last ? 1 : 0, last ? "7" : "9", last)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    assertThat(onServer("gc", "--older-than", "30d", "--experiment", "7")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString().lines())
        .anySatisfy(line -> assertThat(line).matches("removed +runs +6"))
        .anySatisfy(line -> assertThat(line).matches("removed +experiments +1"))
        .anySatisfy(line -> assertThat(line).matches("removed +bytes +15"))
        .anySatisfy(line -> assertThat(line).matches("kept for a version +mlflow.*/model"))
        .anySatisfy(line -> assertThat(line).matches("not there +9"))
        .noneSatisfy(line -> assertThat(line).matches("not there +7"));
  }

  @Test
  void gcOfEverythingHasToBeAskedFor() {
    assertThat(onServer("gc")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--older-than");
  }

  @Test
  void logIsPrintedWithoutWhatSteersTheTerminal() {
    answer("/api/millrace/v1/runs/r/log", 200, "epoch 1\u001b[2J\r\n\tépoque 2\n");
    assertThat(onServer("runs", "log", "r")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).isEqualTo("epoch 1\uFFFD[2J\r\n\tépoque 2\n");
    out.getBuffer().setLength(0);
    assertThat(onServer("runs", "log", "r", "--raw")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("\u001b[2J");
  }

  @Test
  void logIsFollowedToTheEndOfTheRun() {
    String tail =
        """
        id: 4
        event: log
        data: {"offset":0,"text":"one\\n"}

        id: 4
        event: end
        data: {"size":4,"status":"%s"}

        """;
    answer("/api/millrace/v1/runs/good/log/tail", 200, tail.formatted("FINISHED"));
    answer("/api/millrace/v1/runs/bad/log/tail", 200, tail.formatted("FAILED"));
    assertThat(onServer("runs", "log", "-f", "good")).isEqualTo(ExitCode.DONE);
    assertThat(onServer("runs", "log", "-f", "bad")).isEqualTo(ExitCode.FAILED);
    assertThat(out.toString()).isEqualTo("one\none\n");
  }

  @Test
  void stalledRunsAreListedWithTheirSilence() {
    answer(
        "/api/2.0/mlflow/experiments/get-by-name",
        200,
        """
        {"experiment":{"experiment_id":"7","name":"e","artifact_location":"mlflow-artifacts:/7",
         "lifecycle_stage":"active","creation_time":1,"last_update_time":1}}""");
    answer(
        "/api/millrace/v1/experiments/7/stalled-runs",
        200,
        """
        {"runs":[{"run_id":"r1","run_name":"n","status":"RUNNING","stalled":true,
         "last_heartbeat_time":1,"silent_millis":135000,"interval_millis":30000,
         "stalled_after_millis":90000}]}""");
    assertThat(onServer("runs", "stalled", "e")).isEqualTo(ExitCode.DONE);
    assertThat(out.toString()).contains("r1", "2 min 15 s");
  }
}
