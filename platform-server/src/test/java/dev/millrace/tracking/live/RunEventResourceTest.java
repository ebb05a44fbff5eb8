package dev.millrace.tracking.live;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.EventClient;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunEventResourceTest {

  private static final String PATH = "/api/millrace/v1/experiments/";

  @TestHTTPResource("/")
  URI server;

  @Inject AgroalDataSource dataSource;
  @Inject EventHub hub;

  private String url(String experimentId) {
    return server.resolve(PATH + experimentId + "/events").toString();
  }

  private EventClient watch(String experimentId) {
    EventClient client = EventClient.open(url(experimentId));
    client.await("ready");
    return client;
  }

  private static boolean concerns(EventClient.Event event, String runId) {
    return event.data().contains("\"" + runId + "\"");
  }

  @Test
  void tellsOfARunFromItsStartToItsEnd() {
    String experiment = newExperiment();
    try (EventClient client = watch(experiment)) {
      String run = newRun(experiment, "first", 7);
      JsonPath created = JsonPath.from(client.await("run_created").data());
      assertThat(created.getMap(""))
          .containsEntry("experiment_id", experiment)
          .containsEntry("run_id", run)
          .containsEntry("run_name", "first")
          .containsEntry("status", "RUNNING")
          .containsEntry("start_time", 7)
          .containsEntry("lifecycle_stage", "active");

      ok(logMetrics(run, List.of(metric("loss", 0.5, 1, 3), metric("f1", "NaN", 1, 3))));
      JsonPath ticked = JsonPath.from(client.await("metrics").data());
      assertThat(ticked.getString("experiment_id")).isEqualTo(experiment);
      assertThat(ticked.getList("runs.run_id")).containsExactly(run);
      assertThat(ticked.getList("runs[0].metrics.key")).containsExactly("f1", "loss");
      assertThat(ticked.getString("runs[0].metrics[0].value")).isEqualTo("NaN");
      assertThat(ticked.getInt("runs[0].metrics[1].step")).isEqualTo(3);
      assertThat(ticked.getBoolean("runs[0].complete")).isTrue();

      ok(post(RUNS + "set-tag", Map.of("run_id", run, "key", "mlflow.runName", "value", "second")));
      assertThat(client.await("run_updated").data()).contains("\"second\"");
      ok(post(RUNS + "update", Map.of("run_id", run, "status", "FINISHED", "end_time", 9)));
      assertThat(client.await("run_updated").data()).contains("\"FINISHED\"", "\"end_time\":9");
      ok(post(RUNS + "delete", Map.of("run_id", run)));
      assertThat(client.await("run_deleted").data()).contains("\"deleted\"");
      ok(post(RUNS + "restore", Map.of("run_id", run)));
      assertThat(client.await("run_restored").data()).contains("\"active\"");
    }
  }

  @Test
  void tellsOfOneExperimentOrOfAll() {
    String mine = newExperiment();
    String other = newExperiment();
    try (EventClient one = watch(mine);
        EventClient all = EventClient.open(server.resolve("/api/millrace/v1/events").toString())) {
      all.await("ready");
      String elsewhere = newRun(other, "elsewhere", 0);
      all.await("run_created", event -> concerns(event, elsewhere));
      String here = newRun(mine, "here", 0);
      all.await("run_created", event -> concerns(event, here));
      one.await("run_created", event -> concerns(event, here));
      assertThat(one.received()).noneMatch(event -> concerns(event, elsewhere));
    }
  }

  @Test
  void whatWasRefusedIsNotTold() {
    String experiment = newExperiment();
    String run = newRun(experiment, "r", 0);
    ok(post(RUNS + "log-parameter", Map.of("run_id", run, "key", "p", "value", "1")));
    try (EventClient client = watch(experiment)) {
      Map<String, Object> refused =
          Map.of(
              "run_id", run,
              "metrics", List.of(metric("loss", 1, 1, 1)),
              "params", List.of(Map.of("key", "p", "value", "2")));
      assertInvalid(post(RUNS + "log-batch", refused), "Changing param values");
      newRun(experiment, "marker", 0);
      client.await("run_created");
      assertThat(client.received()).noneMatch(event -> event.name().equals("metrics"));
    }
  }

  @Test
  void aClientThatComesBackGetsWhatItMissed() {
    String experiment = newExperiment();
    String lastId;
    try (EventClient client = watch(experiment)) {
      String first = newRun(experiment, "first", 0);
      lastId = client.await("run_created", event -> concerns(event, first)).id();
    }
    try (EventClient witness = watch(experiment)) {
      String second = newRun(experiment, "second", 0);
      witness.await("run_created", event -> concerns(event, second));
      try (EventClient back = EventClient.open(url(experiment), lastId)) {
        back.await("run_created", event -> concerns(event, second));
        String third = newRun(experiment, "third", 0);
        back.await("run_created", event -> concerns(event, third));
        assertThat(back.received())
            .extracting(EventClient.Event::name)
            .containsOnly("run_created")
            .hasSize(2);
        assertThat(back.received()).extracting(EventClient.Event::id).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void aClientWithAnIdThatIsNotKnownStartsAnew() {
    String experiment = newExperiment();
    for (String id : List.of("other-17", "x", "99999999999999999999", "-1")) {
      try (EventClient client = EventClient.open(url(experiment), id)) {
        client.await("reset");
      }
    }
  }

  @Test
  void anExperimentThatIsNotThereIsAnError() {
    assertNotFound(get(PATH + "987654321/events", Map.of()), "No Experiment with id=987654321");
    assertInvalid(get(PATH + "abc/events", Map.of()), "abc");
  }

  @Test
  void manyMetricsAreFewTicksAndTheLastOneHasTheLastValue() throws Exception {
    String experiment = newExperiment();
    String run = newRun(experiment, "busy", 0);
    int writers = 4;
    int batches = 50;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try (EventClient client = watch(experiment)) {
      long start = System.nanoTime();
      for (int w = 0; w < writers; w++) {
        String key = "m" + w;
        threads.execute(
            () -> {
              for (int step = 1; step <= batches; step++) {
                ok(logMetrics(run, List.of(metric(key, step, step, step))));
              }
            });
      }
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      client.await(
          "metrics",
          event -> {
            List<Float> values = JsonPath.from(event.data()).getList("runs[0].metrics.value");
            return values.size() == writers && values.stream().allMatch(v -> v == batches);
          });
      long intervals = Duration.ofNanos(System.nanoTime() - start).toMillis() / 250;
      List<EventClient.Event> ticks =
          client.received().stream().filter(event -> event.name().equals("metrics")).toList();
      assertThat(ticks.size()).isLessThanOrEqualTo((int) intervals + 2);
      assertThat(ticks.size()).isLessThan(writers * batches);
      for (int w = 0; w < writers; w++) {
        String value = "runs[0].metrics.find { it.key == 'm" + w + "' }.value";
        assertThat(
                ticks.stream()
                    .map(event -> JsonPath.from(event.data()).get(value))
                    .filter(Number.class::isInstance)
                    .map(v -> ((Number) v).doubleValue()))
            .isSorted();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRunOfManyMetricsTellsTheFirstOfThem() {
    String experiment = newExperiment();
    String run = newRun(experiment, "wide", 0);
    try (EventClient client = watch(experiment)) {
      ok(
          logMetrics(
              run,
              java.util.stream.IntStream.range(0, 150)
                  .mapToObj(i -> metric("m%03d".formatted(i), i, 1, 1))
                  .toList()));
      JsonPath ticked = JsonPath.from(client.await("metrics").data());
      assertThat(ticked.getList("runs[0].metrics.key")).hasSize(100).startsWith("m000", "m001");
      assertThat(ticked.getBoolean("runs[0].complete")).isFalse();
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws Exception {
    String experiment = newExperiment();
    try (Socket lazy = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      lazy.getOutputStream()
          .write(
              ("GET " + PATH + experiment + "/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = lazy.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("event: ready") < 0) {
        head.append((char) in.read());
      }
      String large = "\"" + "x".repeat(200_000) + "\"";
      // What the operating system takes for it is not the server's memory.
      for (int i = 0; i < 60; i++) {
        hub.publish(List.of(new EventHub.Event(experiment, "filler", large)));
      }
      assertThat(readsToAnEnd(lazy)).isTrue();
    }
    try (EventClient other = watch(experiment)) {
      String run = newRun(experiment, "after", 0);
      other.await("run_created", event -> concerns(event, run));
    }
  }

  private static boolean readsToAnEnd(Socket socket) throws IOException {
    socket.setSoTimeout(30_000);
    byte[] buffer = new byte[1 << 16];
    try {
      while (socket.getInputStream().read(buffer) >= 0) {}
      return true;
    } catch (java.net.SocketTimeoutException stillOpen) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Test
  void afterALostConnectionWatchersAreToldToFetch() throws SQLException {
    String experiment = newExperiment();
    try (EventClient client = watch(experiment)) {
      newRun(experiment, "before", 0);
      String before = client.await("run_created").id();
      Sql.execute(
          dataSource,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '"
              + ChangeListenerStore.APPLICATION_NAME
              + "'");
      client.await("reset");
      String run = newRun(experiment, "after", 0);
      client.await("run_created", event -> concerns(event, run));
      try (EventClient back = EventClient.open(url(experiment), before)) {
        back.await("reset");
      }
    }
  }
}
