package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ActiveRunTest {

  private static final String UPDATE = "/api/2.0/mlflow/runs/update";
  private static final String LOG_BATCH = "/api/2.0/mlflow/runs/log-batch";

  private ScriptedServer server;
  private MillraceClient client;

  @BeforeEach
  void start() throws IOException {
    server =
        new ScriptedServer()
            .answering(UPDATE, "{}")
            .answering(LOG_BATCH, "{}")
            .answering(
                "/api/2.0/mlflow/experiments/get-by-name",
                """
                {"experiment":{"experiment_id":"1","name":"e","artifact_location":"mlflow-artifacts:/1",\
                "lifecycle_stage":"active","creation_time":1,"last_update_time":1}}""")
            .answering(
                "/api/2.0/mlflow/runs/create",
                """
                {"run":{"info":{"run_id":"r1","run_uuid":"r1","run_name":"n","experiment_id":"1",\
                "user_id":"u","status":"RUNNING","start_time":1,\
                "artifact_uri":"mlflow-artifacts:/1/r1/artifacts","lifecycle_stage":"active"},\
                "data":{},"inputs":{}}}""");
    client =
        MillraceClient.connect(ClientOptions.of(server.url()).withRetryFor(Duration.ofSeconds(10)));
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private List<String> updates() {
    return server.received(UPDATE).stream().map(ScriptedServer.Received::body).toList();
  }

  @Test
  void finishedRunEndsOnce() {
    try (ActiveRun run = client.startRun("e", "n")) {
      run.finish();
    }
    assertThat(updates()).singleElement().asString().contains("\"status\":\"FINISHED\"");
  }

  @Test
  void runEndsFailedWhenAnExceptionPasses() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> {
              try (ActiveRun run = client.startRun("e", "n")) {
                run.logMetric("loss", Double.NaN, 3);
                throw new IllegalStateException("diverged");
              }
            })
        .withMessage("diverged");
    assertThat(updates()).singleElement().asString().contains("\"status\":\"FAILED\"");
    assertThat(server.received(LOG_BATCH))
        .singleElement()
        .satisfies(
            batch -> assertThat(batch.body()).contains("\"value\":\"NaN\"").contains("\"step\":3"));
  }

  @Test
  void bodyOfARunDecidesHowItEnds() {
    client.run("e", "n", run -> run.logMetric("loss", 0.5));
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                client.<IOException>run(
                    "e",
                    "n",
                    run -> {
                      throw new IOException("disk");
                    }));
    assertThat(updates()).hasSize(2);
    assertThat(updates().get(0)).contains("FINISHED");
    assertThat(updates().get(1)).contains("FAILED");
  }

  @Test
  void metricsTravelInBatchesOfAThousandAndNoneIsLost() {
    try (ActiveRun run = client.startRun("e", "n")) {
      IntStream.range(0, 2500).forEach(step -> run.logMetric("loss", 1.0 / (step + 1), step));
      run.finish();
    }
    List<Integer> sizes =
        server.received(LOG_BATCH).stream()
            .map(batch -> batch.body().split("\"step\":", -1).length - 1)
            .toList();
    assertThat(sizes).allMatch(size -> size <= 1000);
    assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isEqualTo(2500);
  }

  @Test
  void metricArrivesWithoutFurtherCalls() {
    try (ActiveRun run = client.startRun("e", "n")) {
      run.logMetric("loss", 1.0, 1);
      long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (server.received(LOG_BATCH).isEmpty() && System.nanoTime() < deadline) {
        Thread.onSpinWait();
      }
      assertThat(server.received(LOG_BATCH)).hasSize(1);
      run.finish();
    }
  }

  @Test
  void endedRunTakesNothingMore() {
    ActiveRun run = client.startRun("e", "n");
    run.finish();
    assertThatIllegalStateException().isThrownBy(() -> run.logMetric("loss", 1));
  }

  @Test
  void inputGoesWithItsHashesAndSketch() {
    String sketches = "/api/millrace/v1/runs/r1/dataset-sketches";
    server.answering("/api/2.0/mlflow/runs/log-inputs", "{}").answering(sketches, "{}");
    try (ActiveRun run = client.startRun("e", "n")) {
      run.logInput(Dataset.ofTable("t", List.of("a"), List.of(List.of(1))), "training");
      run.finish();
    }
    assertThat(server.received("/api/2.0/mlflow/runs/log-inputs"))
        .singleElement()
        .satisfies(
            sent ->
                assertThat(sent.body())
                    .contains("millrace.dataset.ordered", "millrace.dataset.unordered"));
    assertThat(server.received(sketches))
        .singleElement()
        .satisfies(
            sent ->
                assertThat(sent.body())
                    .contains("\"context\":\"training\"", "\"rows\":1", "\"row_sketch\":\""));
  }

  @Test
  void serverThatTakesNoSketchFailsNoRun() {
    server.answering("/api/2.0/mlflow/runs/log-inputs", "{}");
    try (ActiveRun run = client.startRun("e", "n")) {
      run.logInput(Dataset.ofTable("t", List.of("a"), List.of(List.of(1))), "training");
      run.finish();
    }
    assertThat(updates()).singleElement().asString().contains("\"status\":\"FINISHED\"");
  }
}
