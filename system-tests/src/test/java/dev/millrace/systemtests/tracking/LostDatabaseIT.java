package dev.millrace.systemtests.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.server.ServerProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that goes and comes back under a running server. */
class LostDatabaseIT {

  private static final String API = "/api/2.0/mlflow/";

  @TempDir Path directory;

  @Test
  void clientsAreToldToTryAgainUntilTheDatabaseIsBack() throws Exception {
    EmbeddedPostgres postgres = startPostgres(0);
    int port = postgres.getPort();
    try (ServerProcess server =
        ServerProcess.start(
            directory.resolve("data"),
            "--database-url",
            "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
            "--database-user",
            "postgres",
            "--database-password",
            "postgres")) {
      String runId = newRun(server);
      assertThat(logMetric(server, runId, 1).statusCode()).isEqualTo(200);

      postgres.close();
      for (Function<ServerProcess, HttpResponse<String>> request : requests(runId)) {
        HttpResponse<String> answer = request.apply(server);
        assertThat(answer.statusCode()).as(answer.uri() + " " + answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(answer.body()).contains("\"error_code\":\"TEMPORARILY_UNAVAILABLE\"");
      }
      assertThat(server.get("/health").statusCode()).isEqualTo(200);
      ServerProcess.await(
          "readiness to tell", () -> server.get("/q/health/ready").statusCode() == 503);

      postgres = startPostgres(port);
      ServerProcess.await(
          "a write to succeed", () -> logMetric(server, runId, 2).statusCode() == 200);
      assertThat(server.get(API + "metrics/get-history?metric_key=m&run_id=" + runId).body())
          .contains("\"step\":1", "\"step\":2");
    } finally {
      postgres.close();
    }
  }

  private static List<Function<ServerProcess, HttpResponse<String>>> requests(String runId) {
    return List.of(
        s -> s.post(API + "runs/create", "{\"experiment_id\":\"0\"}"),
        s -> logMetric(s, runId, 3),
        s ->
            s.post(
                API + "runs/log-batch",
                "{\"run_id\":\"%s\",\"params\":[{\"key\":\"p\",\"value\":\"v\"}]}"
                    .formatted(runId)),
        s ->
            s.post(
                API + "runs/set-tag",
                "{\"run_id\":\"%s\",\"key\":\"k\",\"value\":\"v\"}".formatted(runId)),
        s -> s.get(API + "runs/get?run_id=" + runId),
        s -> s.post(API + "runs/search", "{\"experiment_ids\":[\"0\"]}"),
        s -> s.post(API + "experiments/search", "{\"max_results\":10}"),
        s -> s.get(API + "metrics/get-history?metric_key=m&run_id=" + runId));
  }

  private static HttpResponse<String> logMetric(ServerProcess server, String runId, int step) {
    return server.post(
        API + "runs/log-metric",
        "{\"run_id\":\"%s\",\"key\":\"m\",\"value\":1,\"timestamp\":%d,\"step\":%d}"
            .formatted(runId, step, step));
  }

  private static String newRun(ServerProcess server) throws IOException {
    return new ObjectMapper()
        .readTree(server.post(API + "runs/create", "{\"experiment_id\":\"0\"}").body())
        .at("/run/info/run_id")
        .asText();
  }

  /** On its files; a port of 0 is a free one. */
  private EmbeddedPostgres startPostgres(int port) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("postgres"))
            .setCleanDataDirectory(false)
            .setPGStartupWait(Duration.ofSeconds(60));
    return (port == 0 ? builder : builder.setPort(port)).start();
  }
}
