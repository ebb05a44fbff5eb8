package dev.millrace.tracking.run;

import static dev.millrace.tracking.TrackingApi.METRICS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.logParams;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.noise;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static dev.millrace.tracking.TrackingApi.setTags;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class LogBatchResourceTest {

  @Inject AgroalDataSource dataSource;

  @Test
  void aBatchIsReadBackWhole() {
    String runId = newRun();
    ok(
        logBatch(
            runId,
            List.of(metric("loss", 0.5, 10, 1), metric("acc", 0.25, 10, 1)),
            List.of(text("lr", "0.1"), text("empty", "")),
            List.of(text("team", "x"), text("team", "y"))));
    JsonPath run = run(runId);
    assertThat(run.getList("run.data.metrics.key")).isEqualTo(List.of("acc", "loss"));
    assertThat(run.getList("run.data.metrics.value")).isEqualTo(List.of(0.25, 0.5));
    assertThat(run.getList("run.data.params"))
        .isEqualTo(List.of(text("empty", ""), text("lr", "0.1")));
    assertThat(tag(run, "team")).isEqualTo("y");
  }

  @Test
  void aBatchWithAChangedParamLeavesNothing() throws SQLException {
    String runId = newRun();
    ok(logParams(runId, List.of(text("lr", "0.1"))));
    assertInvalid(
        logBatch(
            runId,
            List.of(metric("loss", 1, 1, 1)),
            List.of(text("fresh", "1"), text("lr", "0.2")),
            List.of(text("mlflow.runName", "renamed"), text("t", "1"))),
        "Changing param values is not allowed. Params were already logged='[{'key': 'lr',"
            + " 'old_value': '0.1', 'new_value': '0.2'}]' for run ID='"
            + runId
            + "'.");
    JsonPath run = run(runId);
    assertThat(run.getList("run.data.params")).isEqualTo(List.of(text("lr", "0.1")));
    assertThat(run.<Object>getList("run.data.metrics")).isNull();
    assertThat(run.getList("run.data.tags")).isEqualTo(List.of(text("mlflow.runName", "a-run")));
    assertThat(run.getString("run.info.run_name")).isEqualTo("a-run");
    assertThat(history(runId, "loss")).isEmpty();
    assertThat(series(runId)).isEmpty();
  }

  @Test
  void aBatchThatRepeatsAPointAndChangesAParamLeavesNothing() throws SQLException {
    String runId = newRun();
    ok(logBatch(runId, List.of(metric("m", 1, 1, 1)), List.of(text("p", "old")), List.of()));
    assertInvalid(
        logBatch(
            runId,
            List.of(metric("m", 1, 1, 1), metric("m", 2, 2, 2)),
            List.of(text("p", "new"), text("q", "new")),
            List.of(text("t", "new"))),
        "Changing param values is not allowed. Params were already logged='[{'key': 'p',"
            + " 'old_value': 'old', 'new_value': 'new'}]'");
    JsonPath run = run(runId);
    assertThat(run.getList("run.data.params.key")).containsExactly("p");
    assertThat(run.getList("run.data.tags.key")).containsExactly("mlflow.runName");
    assertThat(series(runId)).containsExactly(Map.entry("m", new Series(1, 1, 1, 1.0, 1.0)));
  }

  @Test
  void aBatchOfOldAndNewPointsCountsEachOnce() throws SQLException {
    String runId = newRun();
    ok(logMetrics(runId, many(5, i -> metric("m", i, i, i))));
    ok(logMetrics(runId, many(8, i -> metric(i % 2 == 0 ? "m" : "n", i, i, i))));
    assertThat(series(runId))
        .containsOnly(
            Map.entry("m", new Series(6, 6, 0, 0.0, 6.0)),
            Map.entry("n", new Series(4, 7, 1, 1.0, 7.0)));
    assertThat(history(runId, "m")).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 6.0);
  }

  @Test
  void aParamLoggedAgainTheSameIsFine() {
    String runId = newRun();
    for (int i = 0; i < 2; i++) {
      ok(logParams(runId, List.of(text("lr", "0.1"))));
      ok(post(RUNS + "log-parameter", Map.of("run_id", runId, "key", "lr", "value", "0.1")));
    }
    assertThat(run(runId).getList("run.data.params")).isEqualTo(List.of(text("lr", "0.1")));
    assertInvalid(
        post(RUNS + "log-parameter", Map.of("run_id", runId, "key", "lr", "value", "2")),
        "Param with key='lr' was already logged with value='0.1' for run ID='"
            + runId
            + "'. Attempted logging new value '2'.");
  }

  @Test
  void aMetricLoggedAgainIsCountedOnce() throws SQLException {
    String runId = newRun();
    List<Map<String, Object>> batch =
        List.of(metric("loss", 3, 1, 1), metric("loss", 2, 2, 2), metric("loss", 2, 2, 2));
    ok(logMetrics(runId, batch));
    ok(logMetrics(runId, batch));
    ok(logMetrics(runId, List.of(metric("loss", 2, 2, 2), metric("loss", 1, 3, 3))));
    assertThat(history(runId, "loss")).containsExactly(3.0, 2.0, 1.0);
    assertThat(series(runId).get("loss").points()).isEqualTo(3);
  }

  @Test
  void aMetricOfAModelCountsForItsRunToo() throws SQLException {
    String runId = newRun();
    Map<String, Object> measured = new HashMap<>(metric("acc", 0.5, 1, 1));
    measured.put("model_id", "m-1");
    measured.put("dataset_name", "train");
    measured.put("dataset_digest", "d1");
    for (int i = 0; i < 2; i++) {
      ok(logMetrics(runId, List.of(measured, metric("acc", 0.25, 0, 0))));
    }
    assertThat(series(runId).get("acc").points()).isEqualTo(2);
    assertThat(run(runId).getList("run.data.metrics.value")).isEqualTo(List.of(0.5));
    assertThat(history(runId, "acc")).containsExactly(0.25, 0.5);
  }

  @ParameterizedTest
  @MethodSource
  void theLatestIsTheGreatestByStepTimeAndValue(List<Map<String, Object>> points, Object latest) {
    String oneBatch = newRun();
    ok(logMetrics(oneBatch, points));
    String oneByOne = newRun();
    points.forEach(p -> ok(logMetrics(oneByOne, List.of(p))));
    String backwards = newRun();
    List<Map<String, Object>> reversed = new ArrayList<>(points);
    Collections.reverse(reversed);
    reversed.forEach(p -> ok(logMetrics(backwards, List.of(p))));
    for (String runId : List.of(oneBatch, oneByOne, backwards)) {
      assertThat(run(runId).getList("run.data.metrics.value")).isEqualTo(List.of(latest));
    }
  }

  static Stream<Arguments> theLatestIsTheGreatestByStepTimeAndValue() {
    return Stream.of(
        Arguments.of(List.of(metric("m", 9, 9, 1), metric("m", 1, 1, 2)), 1.0),
        Arguments.of(List.of(metric("m", 9, 1, 1), metric("m", 1, 2, 1)), 1.0),
        Arguments.of(List.of(metric("m", 2, 1, 1), metric("m", 3, 1, 1)), 3.0),
        Arguments.of(List.of(metric("m", "NaN", 1, 1), metric("m", 3, 1, 1)), "NaN"),
        Arguments.of(List.of(metric("m", 7, 1, -2), metric("m", 5, 1, -1)), 5.0));
  }

  @Test
  void aSeriesKnowsItsEndsAndItsExtremes() throws SQLException {
    String runId = newRun();
    ok(logMetrics(runId, List.of(metric("m", 5, 1, 2), metric("m", 1, 1, 3))));
    ok(logMetrics(runId, List.of(metric("m", "NaN", 1, 9), metric("m", 8, 1, 4))));
    ok(logMetrics(runId, List.of(metric("m", 3, 1, 1))));
    assertThat(series(runId).get("m")).isEqualTo(new Series(5, Double.NaN, 3.0, 1.0, 8.0));
    ok(logMetrics(runId, List.of(metric("nan", "NaN", 1, 1))));
    assertThat(series(runId).get("nan"))
        .isEqualTo(new Series(1, Double.NaN, Double.NaN, null, null));
  }

  @Test
  void nanAndTheInfinitiesComeBackAsTheyWere() {
    String runId = newRun();
    ok(
        logMetrics(
            runId,
            List.of(
                metric("a", "NaN", 1, 1),
                metric("b", "Infinity", 1, 1),
                metric("c", "-Infinity", 1, 1))));
    ok(
        post(
            RUNS + "log-batch",
            "{\"run_id\":\""
                + runId
                + "\",\"metrics\":[{\"key\":\"d\",\"value\":NaN,"
                + "\"timestamp\":1}]}"));
    assertThat(run(runId).getList("run.data.metrics.value"))
        .isEqualTo(List.of("NaN", "Infinity", "-Infinity", "NaN"));
    assertThat(
            get(METRICS + "get-history", Map.of("run_id", runId, "metric_key", "b"))
                .jsonPath()
                .getList("metrics.value"))
        .isEqualTo(List.of("Infinity"));
  }

  @Test
  void doublesComeBackToTheLastBit() {
    String runId = newRun();
    List<Double> values = List.of(0.1 + 0.2, Double.MIN_VALUE, Double.MAX_VALUE, -1e-300, 1 / 3.0);
    List<Map<String, Object>> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      points.add(metric("v" + i, values.get(i), 1, 1));
    }
    ok(logMetrics(runId, points));
    assertThat(run(runId).getList("run.data.metrics.value")).isEqualTo(values);
  }

  static Stream<Arguments> refusals() {
    String longKey = "k".repeat(251);
    return Stream.of(
        Arguments.of(
            "metrics",
            many(1001, i -> metric("m", i, 1, 1)),
            "A batch logging request can contain at most 1000 metrics. Got 1001 metrics. Please"
                + " split up metrics across multiple requests and try again."),
        Arguments.of(
            "params",
            many(101, i -> text("p" + i, "1")),
            "A batch logging request can contain at most 100 params. Got 101 params."),
        Arguments.of(
            "tags",
            many(101, i -> text("t" + i, "1")),
            "A batch logging request can contain at most 100 tags. Got 101 tags."),
        Arguments.of(
            "metrics",
            List.of(metric(longKey, 1, 1, 1)),
            "'Metric name' exceeds the maximum length of 250 characters"),
        Arguments.of(
            "params",
            List.of(text(longKey, "")),
            "'Param key' exceeds the maximum length of 250 characters"),
        Arguments.of(
            "tags",
            List.of(text(longKey, "")),
            "'tags[0].key' exceeds the maximum length of 250 characters"),
        Arguments.of(
            "metrics",
            List.of(metric("fine", 1, 1, 1), metric("a*", 1, 1, 1)),
            "Invalid value \"a*\" for parameter 'metrics[1].name' supplied: Names may only contain"),
        Arguments.of(
            "params",
            List.of(text("../a", "")),
            "for parameter 'params[0].key' supplied: Names may be treated as files in certain"
                + " cases, and must not resolve to other names when treated as such. This name"
                + " would resolve to '../a'"),
        Arguments.of(
            "metrics",
            List.of(metric("m", 1, -1, 1)),
            "Invalid value -1 for parameter 'metrics[0].timestamp' supplied: metric 'm'"
                + " (value=1.0). Timestamp must be a nonnegative long (64-bit integer) "),
        Arguments.of(
            "metrics",
            List.of(Map.of("key", "m", "timestamp", 1)),
            "Missing value for required parameter 'metrics[0].value'."),
        Arguments.of(
            "metrics",
            List.of(Map.of("value", 1, "timestamp", 1)),
            "Missing value for required parameter 'metrics[0].key'."),
        Arguments.of(
            "metrics",
            List.of(Map.of("key", "m", "value", 1)),
            "Missing value for required parameter 'metrics[0].timestamp'."),
        Arguments.of(
            "metrics",
            List.of(metric("m", "high", 1, 1)),
            "Invalid value \"high\" for parameter 'metrics[0].value' supplied"),
        Arguments.of(
            "params",
            List.of(Map.of("key", "p", "value", 5)),
            "Invalid value 5 for parameter 'params[0].value' supplied"),
        Arguments.of(
            "params",
            List.of(text("d", "1"), text("d", "1")),
            "Duplicate parameter keys have been submitted: ['d']."),
        Arguments.of("metrics", Map.of(), "for parameter 'metrics' supplied"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aBatchThatBreaksARuleIsRefusedWhole(String list, Object content, String message) {
    String runId = newRun();
    Map<String, Object> batch = new HashMap<>(Map.of("run_id", runId, list, content));
    batch.putIfAbsent("metrics", List.of(metric("bystander", 1, 1, 1)));
    assertInvalid(post(RUNS + "log-batch", batch), message);
    JsonPath run = run(runId);
    assertThat(run.<Object>getList("run.data.metrics")).isNull();
    assertThat(run.<Object>getList("run.data.params")).isNull();
  }

  @ParameterizedTest
  @CsvSource({"model_id,250", "dataset_name,500", "dataset_digest,36"})
  void whatAMetricWasMeasuredOnHasABound(String field, int limit) {
    String runId = newRun();
    Map<String, Object> metric = new HashMap<>(metric("m", 1, 1, 1));
    metric.put(field, noise(limit));
    ok(logMetrics(runId, List.of(metric)));
    metric.put(field, noise(9000));
    assertInvalid(
        logMetrics(runId, List.of(metric)),
        "'metrics[0]." + field + "' exceeds the maximum length of " + limit + " characters");
  }

  @Test
  void aBatchHoldsAtMostAThousandThings() {
    String runId = newRun();
    Map<String, Object> batch =
        new HashMap<>(
            Map.of(
                "run_id", runId,
                "metrics", many(900, i -> metric("m" + i, i, 1, 1)),
                "params", many(100, i -> text("p" + i, "1")),
                "tags", List.of(text("one", "too many"))));
    assertInvalid(
        post(RUNS + "log-batch", batch),
        "at most 1000 metrics, params, and tags. Got 1001 metrics, params, and tags.");
    batch.remove("tags");
    ok(post(RUNS + "log-batch", batch));
    assertThat(run(runId).getList("run.data.metrics")).hasSize(900);
  }

  @Test
  void longValuesAreCutOff() {
    String runId = newRun();
    // The emoji is two UTF-16 units and one character.
    ok(logParams(runId, List.of(text("p", "v".repeat(5999) + "😀w"))));
    ok(setTags(runId, List.of(text("t", "v".repeat(8001)))));
    JsonPath run = run(runId);
    assertThat(run.getString("run.data.params[0].value")).isEqualTo("v".repeat(5999) + "😀");
    assertThat(tag(run, "t")).isEqualTo("v".repeat(8000));
  }

  @Test
  void aBatchNamesAnActiveRun() {
    assertInvalid(
        post(RUNS + "log-batch", Map.of()), "Missing value for required parameter 'run_id'.");
    assertNotFound(logMetrics("unknown", List.of()), "Run with id=unknown not found");
    assertInvalid(
        logMetrics("a/b", List.of()), "Invalid value \"a/b\" for parameter 'run_id' supplied");
    String runId = newRun();
    ok(post(RUNS + "delete", Map.of("run_id", runId)));
    assertInvalid(
        logMetrics(runId, List.of(metric("m", 1, 1, 1))),
        "The run " + runId + " must be in the 'active' state. Current state is deleted.");
  }

  @Test
  void sixteenWritersOnOneRunLoseNothing() throws Exception {
    String runId = newRun();
    int writers = 16;
    int keys = 40;
    CyclicBarrier start = new CyclicBarrier(writers);
    ExecutorService pool = Executors.newFixedThreadPool(writers);
    try {
      List<Future<Void>> calls = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        int writer = w;
        calls.add(
            pool.submit(
                (Callable<Void>)
                    () -> {
                      start.await();
                      for (int round = 0; round < 5; round++) {
                        ok(post(RUNS + "log-batch", batchOf(runId, writer, round, keys)));
                      }
                      return null;
                    }));
      }
      for (Future<Void> call : calls) {
        call.get();
      }
    } finally {
      pool.shutdownNow();
    }
    Map<String, Series> series = series(runId);
    assertThat(series).hasSize(keys);
    // Points of a writer and a round, once for all keys; the last round repeats the one before.
    assertThat(series.values())
        .containsOnly(new Series(writers * 4L, 303.0 + writers - 1, 0.0, 0.0, 318.0));
    assertThat(history(runId, "m7")).hasSize(writers * 4);
    assertThat(run(runId).getList("run.data.params")).hasSize(keys);
    assertThat(run(runId).getList("run.data.tags")).hasSize(keys + 1);
  }

  private static Map<String, Object> batchOf(String runId, int writer, int round, int keys) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, keys).boxed().toList());
    Collections.shuffle(order, new Random(31L * writer + round));
    int step = Math.min(round, 3);
    return Map.of(
        "run_id",
        runId,
        "metrics",
        order.stream().map(k -> metric("m" + k, step * 101 + writer, writer, step)).toList(),
        "params",
        order.stream().map(k -> text("p" + k, "same")).toList(),
        "tags",
        order.stream().map(k -> text("t" + k, "by " + writer)).toList());
  }

  private record Series(long points, double last, double first, Double min, Double max) {}

  /** The run's own series by key, as they are stored once somebody read the run. */
  private Map<String, Series> series(String runId) throws SQLException {
    run(runId);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                SELECT key, point_count, last_value, first_value, min_value, max_value
                FROM metric_series JOIN runs USING (run_key)
                WHERE run_id = ? AND model_id IS NULL AND dataset_name IS NULL
                """)) {
      statement.setString(1, runId);
      Map<String, Series> series = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          series.put(
              row.getString(1),
              new Series(
                  row.getLong(2),
                  row.getDouble(3),
                  row.getDouble(4),
                  row.getObject(5, Double.class),
                  row.getObject(6, Double.class)));
        }
      }
      return series;
    }
  }

  private static List<Double> history(String runId, String key) {
    return ok(get(METRICS + "get-history", Map.of("run_id", runId, "metric_key", key)))
        .getList("metrics.value", Double.class);
  }

  private static String tag(JsonPath run, String key) {
    return run.getString("run.data.tags.find { it.key == '" + key + "' }.value");
  }

  private interface Made<T> {
    T at(int i);
  }

  private static <T> List<T> many(int count, Made<T> made) {
    return IntStream.range(0, count).mapToObj(made::at).toList();
  }
}
