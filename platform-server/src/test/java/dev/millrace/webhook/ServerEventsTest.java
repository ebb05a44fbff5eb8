package dev.millrace.webhook;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.webhook.WebhookApi.OURS;
import static dev.millrace.webhook.WebhookApi.create;
import static dev.millrace.webhook.WebhookApi.ours;
import static dev.millrace.webhook.WebhookApi.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The events of runs and of their metrics. */
@QuarkusTest
@TestProfile(WebhookApi.LocalReceivers.class)
@QuarkusTestResource(PostgresResource.class)
class ServerEventsTest {

  @Inject DataSource database;

  private WebhookReceiver receiver;

  @BeforeEach
  void begin() throws Exception {
    Sql.execute(database, "DELETE FROM webhooks");
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void end() {
    receiver.close();
  }

  @Test
  void theEndOfARunIsToldOnce() throws Exception {
    create(ours(receiver.url("/a"), "run.finished", "run.failed"));
    String experiment = newExperiment();
    String finished = newRun(experiment, "good", 1);
    String killed = newRun(experiment, "bad", 1);
    post(RUNS + "update", Map.of("run_id", finished, "run_name", "better"));
    update(finished, "RUNNING");
    update(finished, "FINISHED");
    update(finished, "FINISHED");
    assertThat(receiver.await("/a", 1).get(0).event()).isEqualTo("run.finished");
    assertThat(receiver.receivedAt("/a").get(0).json().getMap("data"))
        .containsEntry("run_id", finished)
        .containsEntry("run_name", "better")
        .containsEntry("experiment_id", experiment)
        .containsEntry("status", "FINISHED")
        .containsKeys("start_time", "end_time");
    update(killed, "KILLED");
    WebhookReceiver.Received second = receiver.await("/a", 2).get(1);
    assertThat(second.event()).isEqualTo("run.failed");
    assertThat(second.json().getString("data.status")).isEqualTo("KILLED");
    assertThat(Sql.number(database, "SELECT count(*) FROM webhook_deliveries")).isEqualTo(2);
  }

  @Test
  void aRunThatFellSilentIsTold() {
    create(ours(receiver.url("/a"), "run.stalled"));
    String run = newRun();
    post("/api/millrace/v1/runs/" + run + "/heartbeat", Map.of("interval_millis", 100));
    WebhookReceiver.Received received = receiver.await("/a", 1).get(0);
    assertThat(received.event()).isEqualTo("run.stalled");
    assertThat(received.json().getMap("data"))
        .containsEntry("run_id", run)
        .containsEntry("run_name", "a-run")
        .containsEntry("status", "RUNNING");
  }

  @Test
  void theFirstValueBeyondAThresholdIsToldOncePerRun() throws Exception {
    Map<String, Object> webhook = ours(receiver.url("/a"), "metric.threshold_crossed");
    webhook.put("threshold", Map.of("key", "loss", "below", 0.1));
    create(webhook);
    String experiment = newExperiment();
    String run = newRun(experiment, "r", 1);
    log(run, "loss", 0.5, 1);
    log(run, "accuracy", 0.01, 1);
    log(run, "loss", 0.1, 2);
    log(run, "loss", 0.09, 3);
    WebhookReceiver.Received received = receiver.await("/a", 1).get(0);
    assertThat(received.event()).isEqualTo("metric.threshold_crossed");
    Map<String, Object> data = received.json().getMap("data");
    assertThat(data)
        .containsEntry("run_id", run)
        .containsEntry("experiment_id", experiment)
        .containsEntry("key", "loss")
        .containsEntry("step", 3)
        .containsEntry("above", null);
    assertThat(data.get("value").toString()).isEqualTo("0.09");
    log(run, "loss", 0.01, 4);
    String other = newRun(experiment, "other", 1);
    log(other, "loss", 0.02, 1);
    assertThat(receiver.await("/a", 2).get(1).json().getString("data.run_id")).isEqualTo(other);
    assertThat(Sql.number(database, "SELECT count(*) FROM webhook_deliveries")).isEqualTo(2);
  }

  @Test
  void aThresholdMayBeOfOneExperiment() {
    String experiment = newExperiment();
    Map<String, Object> webhook = ours(receiver.url("/a"), "metric.threshold_crossed");
    webhook.put("threshold", Map.of("key", "f1", "above", 0.9, "experiment_id", experiment));
    String id = create(webhook);
    log(newRun(), "f1", 0.99, 1);
    String run = newRun(experiment, "r", 1);
    log(run, "f1", 0.91, 1);
    assertThat(receiver.await("/a", 1).get(0).json().getString("data.run_id")).isEqualTo(run);
    assertThat(WebhookApi.deliveries(id).getList("deliveries")).hasSize(1);
    Map<String, Object> other = new HashMap<>();
    other.put("threshold", Map.of("key", "f1", "above", 0.95));
    assertThat(
            WebhookApi.ok(WebhookApi.send("PATCH", OURS + "/" + id, other))
                .getMap("webhook.threshold"))
        .doesNotContainKey("experiment_id");
  }

  private static void update(String runId, String status) {
    post(RUNS + "update", Map.of("run_id", runId, "status", status, "end_time", 5));
  }

  private static void log(String runId, String key, double value, int step) {
    post(
        RUNS + "log-batch",
        Map.of(
            "run_id",
            runId,
            "metrics",
            List.of(Map.of("key", key, "value", value, "timestamp", 1, "step", step))));
  }
}
