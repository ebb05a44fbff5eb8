package dev.millrace.systemtests.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.server.EmbeddedDatabase;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.testing.EventClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events, logs and heartbeats over several servers on one database, and over the end of one. */
class LiveEventsTest {

  private static final String MLFLOW = "/api/2.0/mlflow/";
  private static final String MILLRACE = "/api/millrace/v1/";
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void whatHappensAtOneServerIsSeenAtTheOther() throws Exception {
    Path data = directory.resolve("data");
    try (ServerProcess one = ServerProcess.start(data);
        ServerProcess two = secondServer(data)) {
      String experiment = newExperiment(one);
      String url = two.url() + MILLRACE + "experiments/" + experiment + "/events";
      try (EventClient events = EventClient.open(url)) {
        events.await("ready");
        String run = newRun(one, experiment);
        events.await("run_created", event -> event.data().contains(run));
        logMetric(one, run, 0.5);
        assertThat(events.await("metrics").data()).contains(run, "\"loss\"", "0.5");

        try (EventClient tail =
            EventClient.open(two.url() + MILLRACE + "runs/" + run + "/log/tail")) {
          ok(one.post(MILLRACE + "runs/" + run + "/heartbeat", "{\"interval_millis\":100}"));
          appendLog(one, run, "hello");
          assertThat(tail.await("log").data()).contains("hello");
          assertThat(events.await("stalled").data()).contains(run);
          update(one, run, "FINISHED");
          tail.await("end");
          events.await("run_updated", event -> event.data().contains("FINISHED"));
        }
        assertThat(events.received())
            .filteredOn(event -> event.name().equals("stalled"))
            .as("two servers look for stalled runs, one tells")
            .hasSize(1);

        assertThat(cutListeners(data)).isEqualTo(2);
        events.await("reset");
        ServerProcess.await(
            "both servers to tell again",
            () -> {
              String probe = newRun(one, experiment);
              return seenSoon(events, probe);
            });
      }
    }
  }

  @Test
  void openStreamsDoNotHoldUpTheEndOfAServer() throws Exception {
    Path data = directory.resolve("data");
    List<EventClient> streams = new ArrayList<>();
    try (ServerProcess server = ServerProcess.start(data)) {
      String experiment = newExperiment(server);
      String run = newRun(server, experiment);
      appendLog(server, run, "hello");
      for (int i = 0; i < 10; i++) {
        streams.add(
            EventClient.open(server.url() + MILLRACE + "experiments/" + experiment + "/events"));
        streams.add(EventClient.open(server.url() + MILLRACE + "runs/" + run + "/log/tail"));
      }
      streams.add(EventClient.open(server.url() + MILLRACE + "events"));
      for (int i = 0; i < streams.size(); i++) {
        streams.get(i).await(i < 20 && i % 2 == 1 ? "log" : "ready");
      }
      long start = System.nanoTime();
      server.terminate();
      for (EventClient stream : streams) {
        assertThat(stream.awaitEnd(Duration.ofSeconds(5))).isTrue();
      }
      assertThat(server.awaitExit(Duration.ofSeconds(10))).isIn(0, 143);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(server.output()).doesNotContain("Timed out waiting for graceful shutdown");
    } finally {
      streams.forEach(EventClient::close);
    }
  }

  private static boolean seenSoon(EventClient events, String runId) {
    long deadline = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < deadline) {
      if (events.received().stream()
          .anyMatch(e -> e.name().equals("run_created") && e.data().contains(runId))) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  private ServerProcess secondServer(Path data) {
    return ServerProcess.launch(directory.resolve("other"), EmbeddedDatabase.of(data).variables())
        .awaitReady();
  }

  private static String newExperiment(ServerProcess server) throws IOException {
    return ok(server.post(MLFLOW + "experiments/create", "{\"name\":\"live\"}"))
        .path("experiment_id")
        .asText();
  }

  private static String newRun(ServerProcess server, String experiment) {
    return ok(server.post(
            MLFLOW + "runs/create", "{\"experiment_id\":\"" + experiment + "\",\"start_time\":1}"))
        .path("run")
        .path("info")
        .path("run_id")
        .asText();
  }

  private static void logMetric(ServerProcess server, String run, double value) {
    ok(
        server.post(
            MLFLOW + "runs/log-metric",
            "{\"run_id\":\"%s\",\"key\":\"loss\",\"value\":%s,\"timestamp\":1,\"step\":1}"
                .formatted(run, value)));
  }

  private static void update(ServerProcess server, String run, String status) {
    ok(
        server.post(
            MLFLOW + "runs/update",
            "{\"run_id\":\"%s\",\"status\":\"%s\"}".formatted(run, status)));
  }

  private static void appendLog(ServerProcess server, String run, String text) {
    ok(server.postText(MILLRACE + "runs/" + run + "/log", text));
  }

  private static JsonNode ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Cuts the connections on which servers listen; how many there were. */
  private static int cutListeners(Path data) throws SQLException {
    try (Connection connection = EmbeddedDatabase.of(data).connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE application_name = 'millrace-run-events'
                """)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
