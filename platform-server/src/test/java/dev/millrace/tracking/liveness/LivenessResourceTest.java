package dev.millrace.tracking.liveness;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.EventClient;
import dev.millrace.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class LivenessResourceTest {

  private static final String API = "/api/millrace/v1/";

  @TestHTTPResource("/")
  URI server;

  @Inject AgroalDataSource dataSource;
  @Inject LivenessService liveness;

  private static JsonPath beat(String runId, Map<String, ?> body) {
    return ok(post(API + "runs/" + runId + "/heartbeat", body));
  }

  private static JsonPath livenessOf(String runId) {
    return ok(get(API + "runs/" + runId + "/liveness", Map.of()));
  }

  private static List<String> stalledRuns(String experiment) {
    List<String> runs =
        ok(get(API + "experiments/" + experiment + "/stalled-runs", Map.of()))
            .getList("runs.run_id");
    // An empty list is left out.
    return runs == null ? List.of() : runs;
  }

  private static boolean isMarked(String runId) {
    return run(runId).getList("run.data.tags.key").contains("millrace.stalled");
  }

  /** As if the last heartbeat had come so much earlier. */
  private void passTime(String runId, long seconds) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                """
                UPDATE run_heartbeats SET beat_at = beat_at - ? * interval '1 second'
                WHERE run_key = (SELECT run_key FROM runs WHERE run_id = ?)
                """)) {
      update.setLong(1, seconds);
      update.setString(2, runId);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void aHeartbeatSaysWhenTheNextIsDue() {
    String run = newRun();
    assertThat(beat(run, Map.of()).getMap(""))
        .isEqualTo(Map.of("interval_millis", 30_000, "stalled_after_millis", 90_000));
    assertThat(beat(run, Map.of("interval_millis", 2_000)).getMap(""))
        .isEqualTo(Map.of("interval_millis", 2_000, "stalled_after_millis", 6_000));
    JsonPath alive = livenessOf(run);
    assertThat(alive.getBoolean("stalled")).isFalse();
    assertThat(alive.getString("status")).isEqualTo("RUNNING");
    assertThat(alive.getLong("last_heartbeat_time")).isPositive();
    assertThat(alive.getLong("interval_millis")).isEqualTo(2_000);
  }

  @Test
  void aHeartbeatNeedsNoBody() throws Exception {
    String run = newRun();
    HttpRequest bare =
        HttpRequest.newBuilder(server.resolve(API + "runs/" + run + "/heartbeat"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    assertThat(
            HttpClient.newHttpClient()
                .send(bare, HttpResponse.BodyHandlers.ofString())
                .statusCode())
        .isEqualTo(200);
    assertThat(livenessOf(run).getLong("interval_millis")).isEqualTo(30_000);
  }

  @Test
  void aRunThatFallsSilentIsStalledUntilItBeatsAgain() throws SQLException {
    String experiment = newExperiment();
    String silent = newRun(experiment, "silent", 0);
    String beating = newRun(experiment, "beating", 0);
    beat(silent, Map.of("interval_millis", 10_000));
    beat(beating, Map.of("interval_millis", 10_000));
    passTime(silent, 29);
    liveness.check();
    assertThat(livenessOf(silent).getBoolean("stalled")).isFalse();
    String url = server.resolve(API + "experiments/" + experiment + "/events").toString();
    try (EventClient events = EventClient.open(url)) {
      events.await("ready");
      passTime(silent, 2);
      assertThat(livenessOf(silent).getBoolean("stalled")).isTrue();
      assertThat(livenessOf(silent).getLong("silent_millis")).isBetween(30_000L, 120_000L);
      assertThat(stalledRuns(experiment)).containsExactly(silent);
      // By the server's own round, not by a call of this test.
      Await.until("the mark of a stalled run", () -> isMarked(silent));
      assertThat(events.await("stalled").data()).contains(silent);
      liveness.check();

      beat(silent, Map.of("interval_millis", 10_000));
      assertThat(livenessOf(silent).getBoolean("stalled")).isFalse();
      assertThat(isMarked(silent)).isFalse();
      assertThat(stalledRuns(experiment)).isEmpty();
      assertThat(events.await("recovered").data()).contains(silent);
      assertThat(events.received())
          .filteredOn(event -> event.name().equals("stalled"))
          .as("told once")
          .hasSize(1);
    }
    assertThat(isMarked(beating)).isFalse();
  }

  @Test
  void aRunThatNeverBeatIsNeverStalled() {
    String experiment = newExperiment();
    String run = newRun(experiment, "of an official client", 0);
    liveness.check();
    assertThat(livenessOf(run).getMap("").keySet())
        .containsExactlyInAnyOrder("run_id", "run_name", "status", "stalled");
    assertThat(livenessOf(run).getBoolean("stalled")).isFalse();
    assertThat(stalledRuns(experiment)).isEmpty();
    assertThat(isMarked(run)).isFalse();
  }

  @Test
  void aRunThatEndedIsNotStalled() throws SQLException {
    String experiment = newExperiment();
    String ended = newRun(experiment, "ended", 0);
    String endedLater = newRun(experiment, "ended after it was found stalled", 0);
    for (String run : List.of(ended, endedLater)) {
      beat(run, Map.of("interval_millis", 1_000));
    }
    ok(post(RUNS + "update", Map.of("run_id", ended, "status", "FINISHED")));
    passTime(ended, 60);
    passTime(endedLater, 60);
    Await.until("the mark of a stalled run", () -> isMarked(endedLater));
    assertThat(isMarked(ended)).isFalse();
    ok(post(RUNS + "update", Map.of("run_id", endedLater, "status", "FAILED")));
    assertThat(stalledRuns(experiment)).isEmpty();
    Await.until("the mark to go", () -> !isMarked(endedLater));
  }

  @Test
  void heartbeatsOfRunsThatEndedLongAgoAreForgotten() throws SQLException {
    String run = newRun();
    beat(run, Map.of());
    ok(post(RUNS + "update", Map.of("run_id", run, "status", "FINISHED")));
    passTime(run, 2 * 24 * 3600);
    Await.until(
        "the heartbeats to be forgotten",
        () -> {
          liveness.check();
          return livenessOf(run).get("last_heartbeat_time") == null;
        });
  }

  @Test
  void theTagOfAStalledRunCanBeSearchedFor() throws SQLException {
    String experiment = newExperiment();
    String run = newRun(experiment, "silent", 0);
    newRun(experiment, "other", 0);
    beat(run, Map.of("interval_millis", 1_000));
    passTime(run, 60);
    Await.until("the mark of a stalled run", () -> isMarked(run));
    assertThat(
            ok(post(
                    RUNS + "search",
                    Map.of(
                        "experiment_ids",
                        List.of(experiment),
                        "filter",
                        "tags.`millrace.stalled` = 'true'")))
                .getList("runs.info.run_id"))
        .containsExactly(run);
  }

  @Test
  void wrongHeartbeatsAreRefused() {
    String run = newRun();
    for (Object interval : List.of(0, -1, 99, 86_400_001L, Long.MAX_VALUE)) {
      assertInvalid(
          post(API + "runs/" + run + "/heartbeat", Map.of("interval_millis", interval)),
          "interval_millis");
    }
    assertInvalid(
        post(API + "runs/" + run + "/heartbeat", "{\"interval_millis\":\"soon\"}"),
        "interval_millis");
    assertNotFound(post(API + "runs/nobody/heartbeat", Map.of()), "nobody");
    assertNotFound(get(API + "runs/nobody/liveness", Map.of()), "nobody");
    assertNotFound(get(API + "experiments/987654321/stalled-runs", Map.of()), "987654321");
    ok(post(RUNS + "delete", Map.of("run_id", run)));
    assertInvalid(post(API + "runs/" + run + "/heartbeat", Map.of()), "'active' state");
  }
}
