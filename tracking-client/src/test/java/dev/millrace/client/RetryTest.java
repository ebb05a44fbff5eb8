package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetryTest {

  private static final String GET_RUN = "/api/2.0/mlflow/runs/get";
  private static final String CREATE_RUN = "/api/2.0/mlflow/runs/create";
  private static final String PROMOTIONS = "/api/millrace/v1/promotions";
  private static final String LOG_BATCH = "/api/2.0/mlflow/runs/log-batch";
  private static final String RUN =
      """
      {"run":{"info":{"run_id":"r1","run_uuid":"r1","run_name":"n","experiment_id":"1",\
      "user_id":"u","status":"RUNNING","start_time":1,"artifact_uri":"mlflow-artifacts:/1/r1/artifacts",\
      "lifecycle_stage":"active"},"data":{},"inputs":{}}}""";
  private static final String BUSY =
      "{\"error_code\":\"TEMPORARILY_UNAVAILABLE\",\"message\":\"busy\"}";

  private ScriptedServer server;

  @BeforeEach
  void start() throws IOException {
    server = new ScriptedServer();
    server
        .answering(GET_RUN, RUN)
        .answering(CREATE_RUN, RUN)
        .answering(LOG_BATCH, "{}")
        .answering(
            "/api/2.0/mlflow/experiments/get-by-name",
            """
            {"experiment":{"experiment_id":"1","name":"e","artifact_location":"mlflow-artifacts:/1",\
            "lifecycle_stage":"active","creation_time":1,"last_update_time":1}}""");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private MillraceClient client(Duration retryFor) {
    // A heartbeat would take a step of the script.
    return MillraceClient.connect(
        ClientOptions.of(server.url()).withRetryFor(retryFor).withHeartbeat(Duration.ZERO));
  }

  @Test
  void busyServerIsAskedAgain() {
    server.thenFail(503, BUSY).thenFail(429, BUSY).thenFail(502, "bad gateway").thenHangUp();
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      assertThat(client.getRun("r1").info().runId()).isEqualTo("r1");
    }
    assertThat(server.received(GET_RUN)).hasSize(5);
  }

  @Test
  void retryAfterIsHonoured() {
    server.thenFail(503, BUSY, Map.of("Retry-After", "1"));
    long start = System.nanoTime();
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      client.getRun("r1");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(990));
  }

  @Test
  void retryAfterBeyondTheTotalTimeEndsTheCallAtOnce() {
    server.thenFail(503, BUSY, Map.of("Retry-After", "3600"));
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      assertThatExceptionOfType(MlflowException.class)
          .isThrownBy(() -> client.getRun("r1"))
          .matches(e -> e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE)
          .withMessage("busy");
    }
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void totalTimeBoundsTheRetries() throws IOException {
    int closedPort;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = socket.getLocalPort();
    }
    ClientOptions options =
        ClientOptions.of("http://127.0.0.1:" + closedPort).withRetryFor(Duration.ofMillis(600));
    long start = System.nanoTime();
    try (MillraceClient client = MillraceClient.connect(options)) {
      assertThatExceptionOfType(MlflowException.class)
          .isThrownBy(() -> client.getRun("r1"))
          .matches(e -> e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE)
          .withMessageContaining("127.0.0.1:" + closedPort)
          .withMessageContaining("no connection");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void mistakeIsNotRepeated() {
    server.thenFail(
        400, "{\"error_code\":\"INVALID_PARAMETER_VALUE\",\"message\":\"not a run id\"}");
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      assertThatExceptionOfType(MlflowException.class)
          .isThrownBy(() -> client.getRun("x"))
          .matches(e -> e.code() == ErrorCode.INVALID_PARAMETER_VALUE)
          .withMessage("not a run id");
    }
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void invalidStateIsNotRepeatedThoughItIsA500() {
    server.thenFail(500, "{\"error_code\":\"INVALID_STATE\",\"message\":\"deleted\"}");
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      assertThatExceptionOfType(MlflowException.class)
          .isThrownBy(() -> client.getRun("r1"))
          .matches(e -> e.code() == ErrorCode.INVALID_STATE);
    }
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void answerOfAProxyIsToldWithItsStatus() {
    server.thenFail(403, "<h1>Forbidden</h1>");
    try (MillraceClient client = client(Duration.ZERO)) {
      assertThatExceptionOfType(MlflowException.class)
          .isThrownBy(() -> client.getRun("r1"))
          .matches(e -> e.code() == ErrorCode.PERMISSION_DENIED)
          .withMessageContaining("403")
          .withMessageContaining("Forbidden");
    }
  }

  @Test
  void createIsNotRepeatedWhenItsAnswerWasLost() {
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      server.thenHangUp();
      assertThatExceptionOfType(MlflowException.class)
          .isThrownBy(() -> client.registry().promote("m", "champion", "1", "why"))
          .matches(e -> e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE)
          .withMessageContaining("unknown whether the server acted on it");
    }
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void createIsRepeatedWithTheSameKeyWhenTheServerRefusedIt() {
    server.answering(
        PROMOTIONS,
        """
        {"promotion":{"promotion_id":"1","model_name":"m","alias":"champion","kind":"promotion",\
        "to_version":"1","user":"u","created_at":1}}""");
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      server.thenFail(503, BUSY);
      client.registry().promote("m", "champion", "1", "why");
      assertThat(server.received(PROMOTIONS)).hasSize(2);
      assertThat(server.received(PROMOTIONS).get(0).headers().getFirst("Idempotency-Key"))
          .isNotBlank()
          .isEqualTo(server.received(PROMOTIONS).get(1).headers().getFirst("Idempotency-Key"));
    }
  }

  @Test
  void batchIsRepeatedWhenItsAnswerWasLost() {
    try (MillraceClient client = client(Duration.ofSeconds(30))) {
      ActiveRun run = client.startRun("e", "n");
      server.thenHangUp();
      run.logParam("a", 1);
    }
    assertThat(server.received(LOG_BATCH)).hasSize(2);
    assertThat(server.received(LOG_BATCH))
        .allSatisfy(
            request -> assertThat(request.body()).contains("{\"key\":\"a\",\"value\":\"1\"}"));
  }
}
