package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.RunStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Heartbeats and the log of a run, as the client sends and reads them. */
class LiveRunsTest {

  private static final String RUN = "/api/millrace/v1/runs/r1";
  private static final String LOG = RUN + "/log";
  private static final String HEARTBEAT = RUN + "/heartbeat";
  private static final String UPDATE = "/api/2.0/mlflow/runs/update";

  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new ScriptedServer()
            .answering(UPDATE, "{}")
            .answering(HEARTBEAT, "{\"interval_millis\":100,\"stalled_after_millis\":300}")
            .answering(LOG, "{\"offset\":0,\"size\":1}")
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
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private MillraceClient connect(Duration heartbeat) {
    return MillraceClient.connect(
        ClientOptions.of(server.url())
            .withRetryFor(Duration.ofSeconds(10))
            .withHeartbeat(heartbeat));
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private String sentLog() {
    StringBuilder text = new StringBuilder();
    server.received(LOG).forEach(request -> text.append(request.body()));
    return text.toString();
  }

  @Test
  void anOpenRunBeatsUntilItEnds() {
    try (MillraceClient client = connect(Duration.ofMillis(100));
        ActiveRun run = client.startRun("e", "n")) {
      await(() -> server.received(HEARTBEAT).size() >= 3);
      assertThat(server.received(HEARTBEAT).get(0).body()).isEqualTo("{\"interval_millis\":100}");
      run.finish();
      List<ScriptedServer.Received> all = server.received();
      int end = all.indexOf(server.received(UPDATE).get(0));
      assertThat(all.subList(end, all.size()).stream().filter(r -> r.path().equals(HEARTBEAT)))
          .as("one may be under way while the run ends")
          .hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void aRunWithoutPulseSendsNone() {
    try (MillraceClient client = connect(Duration.ZERO);
        ActiveRun run = client.startRun("e", "n")) {
      run.log("hello").finish();
    }
    assertThat(server.received(HEARTBEAT)).isEmpty();
  }

  @Test
  void aServerThatKnowsNoHeartbeatsAndNoLogsGetsNoMoreAndTheRunGoesOn() throws IOException {
    try (ScriptedServer stock = new ScriptedServer()) {
      stock
          .answering(UPDATE, "{}")
          .answering("/api/2.0/mlflow/runs/create", answerOf("/api/2.0/mlflow/runs/create"))
          .answering(
              "/api/2.0/mlflow/experiments/get-by-name",
              answerOf("/api/2.0/mlflow/experiments/get-by-name"));
      ClientOptions options =
          ClientOptions.of(stock.url())
              .withRetryFor(Duration.ofSeconds(10))
              .withHeartbeat(Duration.ofMillis(100));
      try (MillraceClient client = MillraceClient.connect(options);
          ActiveRun run = client.startRun("e", "n")) {
        await(() -> stock.received(HEARTBEAT).size() == 1);
        run.log("one");
        run.flush();
        run.log("two");
        run.flush();
        run.finish();
      }
      assertThat(stock.received(HEARTBEAT)).hasSize(1);
      assertThat(stock.received(LOG)).hasSize(1);
      assertThat(stock.received(UPDATE)).singleElement().asString().contains("FINISHED");
    }
  }

  private String answerOf(String path) {
    return server.answer(path);
  }

  @Test
  void linesAreGatheredAndAreAllThereWhenTheRunEnds() {
    try (MillraceClient client = connect(Duration.ZERO);
        ActiveRun run = client.startRun("e", "n")) {
      for (int i = 0; i < 1000; i++) {
        run.log("line " + i);
      }
      run.finish();
    }
    assertThat(sentLog().lines()).hasSize(1000).startsWith("line 0", "line 1");
    assertThat(server.received(LOG)).hasSizeLessThan(20);
    assertThat(server.received())
        .last()
        .extracting(ScriptedServer.Received::path)
        .isEqualTo(UPDATE);
  }

  @Test
  void outputOfAFrameworkGoesToTheLogWithoutFurtherCalls() {
    try (MillraceClient client = connect(Duration.ZERO);
        ActiveRun run = client.startRun("e", "n")) {
      OutputStream out = run.logStream();
      new PrintStream(out, false, StandardCharsets.UTF_8).printf("époque %d", 1);
      PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
      print.println("x");
      await(() -> sentLog().contains("x"));
      run.finish();
    }
  }

  @Test
  void aPieceWhoseAnswerIsLostIsSentAgainUnderItsNumber() {
    try (MillraceClient client = connect(Duration.ZERO);
        ActiveRun run = client.startRun("e", "n")) {
      server.thenHangUp().thenFail(503, "{}");
      run.log("once");
      run.flush();
      run.log("then");
      run.finish();
    }
    List<ScriptedServer.Received> sent = server.received(LOG);
    assertThat(sent)
        .extracting(ScriptedServer.Received::body)
        .containsExactly("once\n", "once\n", "once\n", "then\n");
    List<String> queries = sent.stream().map(ScriptedServer.Received::query).toList();
    assertThat(queries.get(0)).matches("writer=[0-9a-f-]{36}&sequence=1");
    assertThat(queries.subList(0, 3)).containsOnly(queries.get(0));
    assertThat(queries.get(3)).isEqualTo(queries.get(0).replace("sequence=1", "sequence=2"));
  }

  @Test
  void aFullLogIsGivenUpAndTheRunGoesOn() {
    try (MillraceClient client = connect(Duration.ZERO);
        ActiveRun run = client.startRun("e", "n")) {
      server.thenFail(409, "{\"error_code\":\"RESOURCE_CONFLICT\",\"message\":\"full\"}");
      run.log("too much");
      run.flush();
      run.log("more");
      run.finish();
    }
    assertThat(server.received(LOG)).hasSize(1);
    assertThat(server.received(UPDATE)).singleElement().asString().contains("FINISHED");
  }

  @Test
  void aLogIsFollowedOverABrokenStreamToTheEndOfTheRun() {
    String tail = LOG + "/tail";
    server
        .thenFail(
            200,
            """
            retry: 2000

            : keep-alive

            id: 4
            event: log
            data: {"offset":0,"text":"one\\n"}

            id: 8
            event: log
            data: {"offs""")
        .answering(
            tail,
            """
            id: 8
            event: log
            data: {"offset":4,"text":"two\\n"}

            id: 8
            event: end
            data: {"size":8,"status":"KILLED"}

            """);
    StringBuilder text = new StringBuilder();
    try (MillraceClient client = connect(Duration.ZERO)) {
      assertThat(client.live().followLog("r1", 0, event -> text.append(event.text())))
          .isEqualTo(RunStatus.KILLED);
    }
    assertThat(text).hasToString("one\ntwo\n");
    assertThat(server.received(tail))
        .extracting(request -> request.headers().getFirst("Last-Event-ID"))
        .containsExactly("0", "4");
  }

  @Test
  void aLogOfNoRunIsAnError() {
    try (MillraceClient client = connect(Duration.ZERO)) {
      assertThatExceptionOfType(MlflowException.class)
          .isThrownBy(() -> client.live().followLog("nobody", 0, event -> {}))
          .extracting(MlflowException::code)
          .isEqualTo(ErrorCode.ENDPOINT_NOT_FOUND);
    }
  }
}
