package dev.millrace.tracking.sampling;

import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SampleResourceTest {

  private static final String SAMPLE = "/api/millrace/v1/metrics/sample";
  private static final int MANY = 200_000;

  @Inject AgroalDataSource dataSource;

  private static JsonPath sample(Map<String, ?> query) {
    return ok(get(SAMPLE, query));
  }

  private static Map<String, Object> query(Object runIds, Object keys, Map<String, ?> more) {
    Map<String, Object> query = new HashMap<>(more);
    query.put("run_ids", runIds);
    query.put("metric_keys", keys);
    return query;
  }

  /** A run with steps 1 to 200,000 at one second each, of value 0 but for one spike and one dip. */
  private String longRun(String key) throws SQLException {
    String run = newRun();
    ok(logMetrics(run, List.of(metric(key, 0, 1000, 1))));
    run(run);
    Sql.execute(
        dataSource,
        """
          INSERT INTO metric_points (series_id, step, timestamp, value)
          SELECT series_id, step, step * 1000,
                 CASE step WHEN 123457 THEN 7 WHEN 123460 THEN -7 ELSE 0 END
          FROM metric_series JOIN runs USING (run_key), generate_series(2, %d) AS step
          WHERE run_id = '%s' AND key = '%s'
          """
            .formatted(MANY, run, key));
    return run;
  }

  @Test
  void oneSpikeInManyPointsSurvives() throws SQLException {
    String run = longRun("loss");
    for (String x : List.of("step", "time")) {
      JsonPath answer = sample(query(run, "loss", Map.of("width", 500, "x", x)));
      assertThat(answer.getInt("series[0].count")).isEqualTo(MANY);
      assertThat(answer.getBoolean("series[0].exact")).isFalse();
      List<Map<String, Object>> buckets = answer.getList("series[0].buckets");
      assertThat(buckets).hasSize(500);
      assertThat(buckets.stream().mapToLong(b -> ((Number) b.get("count")).longValue()).sum())
          .isEqualTo(MANY);
      assertThat(buckets)
          .extracting("max")
          .contains(Map.of("step", 123457, "timestamp", 123457000, "value", 7.0));
      assertThat(buckets)
          .extracting("min")
          .contains(Map.of("step", 123460, "timestamp", 123460000, "value", -7.0));
      assertThat(answer.getLong("series[0].buckets[0].first.step")).isEqualTo(1);
      assertThat(answer.getLong("series[0].buckets[499].last.step")).isEqualTo(MANY);
    }
  }

  @Test
  void zoomShowsEveryPointOfARange() throws SQLException {
    String run = longRun("loss");
    JsonPath steps =
        sample(query(run, "loss", Map.of("width", 50, "start", 123450, "end", 123469)));
    assertThat(steps.getBoolean("series[0].exact")).isTrue();
    assertThat(steps.getList("series[0].points.step"))
        .isEqualTo(IntStream.rangeClosed(123450, 123469).boxed().toList());
    JsonPath time =
        sample(
            query(
                run,
                "loss",
                Map.of("width", 10, "x", "time", "start", 100_000_000, "end", 150_000_000)));
    assertThat(time.getInt("series[0].count")).isEqualTo(50_001);
    assertThat(time.getList("series[0].buckets.max.value")).contains(7.0);
    assertThat(time.getLong("series[0].buckets[0].first.timestamp")).isEqualTo(100_000_000);
    assertThat(time.getLong("series[0].buckets[9].last.timestamp")).isEqualTo(150_000_000);
  }

  @Test
  void whatIsNotFiniteIsCountedAndNoExtreme() {
    String run = newRun();
    List<Map<String, Object>> points = new ArrayList<>();
    for (int step = 0; step < 100; step++) {
      Object value = step == 10 ? "NaN" : step == 11 ? "Infinity" : step == 12 ? "-Infinity" : step;
      points.add(metric("loss", value, step, step));
    }
    points.add(metric("lost", "NaN", 1, 1));
    points.add(metric("lost", "NaN", 2, 2));
    ok(logMetrics(run, points));
    JsonPath answer = sample(query(run, List.of("lost", "loss"), Map.of("width", 1)));
    assertThat(answer.getList("series.metric_key")).containsExactly("lost", "loss");
    assertThat(answer.getMap("series[1].buckets[0]"))
        .containsEntry("count", 100)
        .containsEntry("nan", 1)
        .containsEntry("infinite", 2)
        .containsEntry("min", Map.of("step", 0, "timestamp", 0, "value", 0.0))
        .containsEntry("max", Map.of("step", 99, "timestamp", 99, "value", 99.0));
    assertThat(answer.getMap("series[0].buckets[0]"))
        .containsEntry("nan", 2)
        .doesNotContainKeys("min", "max");
    JsonPath exact = sample(query(run, "loss", Map.of("start", 10, "end", 12)));
    assertThat(exact.getList("series[0].points.value"))
        .containsExactly("NaN", "Infinity", "-Infinity");
  }

  @Test
  void pointThatTwoContextsShareIsOne() {
    String run = newRun();
    Map<String, Object> ofModel = new HashMap<>(metric("loss", 1, 5, 5));
    ofModel.put("dataset_name", "d");
    ofModel.put("dataset_digest", "1");
    ok(logMetrics(run, List.of(metric("loss", 1, 5, 5), ofModel, metric("loss", 2, 6, 6))));
    JsonPath answer = sample(query(run, "loss", Map.of()));
    assertThat(answer.getInt("series[0].count")).isEqualTo(2);
    assertThat(answer.getList("series[0].points.step")).containsExactly(5, 6);
  }

  @Test
  void contextsThatAreReadInManyChunksAreOneHistory() throws SQLException {
    String run = newRun();
    Map<String, Object> ofModel = new HashMap<>(metric("loss", 0, 1000, 1));
    ofModel.put("dataset_name", "d");
    ofModel.put("dataset_digest", "1");
    ok(logMetrics(run, List.of(metric("loss", 0, 1000, 1), ofModel)));
    run(run);
    // Steps 1 to 30,000 without a context, and 15,001 to 40,000 with one; 35,000 is a spike.
    Sql.execute(
        dataSource,
        """
        INSERT INTO metric_points (series_id, step, timestamp, value)
        SELECT series_id, step, step * 1000, CASE step WHEN 35000 THEN 7 ELSE 0 END
        FROM metric_series JOIN runs USING (run_key), generate_series(2, 40000) AS step
        WHERE run_id = '%s' AND key = 'loss'
          AND CASE WHEN dataset_name IS NULL THEN step <= 30000 ELSE step > 15000 END
        """
            .formatted(run));
    for (String x : List.of("step", "time")) {
      JsonPath answer = sample(query(run, "loss", Map.of("width", 10, "x", x)));
      assertThat(answer.getInt("series[0].count")).isEqualTo(40_000);
      assertThat(answer.getList("series[0].buckets.count", Integer.class))
          .hasSize(10)
          .containsOnly(4_000);
      assertThat(answer.getList("series[0].buckets.max.value")).contains(7.0);
    }
  }

  @Test
  void manyPointsOfOneStepAndTimeAreAllRead() throws SQLException {
    String run = newRun();
    ok(logMetrics(run, List.of(metric("loss", "NaN", 1, 1), metric("loss", "-Infinity", 1, 1))));
    run(run);
    Sql.execute(
        dataSource,
        """
        INSERT INTO metric_points (series_id, step, timestamp, value)
        SELECT series_id, 1, 1, value
        FROM metric_series JOIN runs USING (run_key), generate_series(1, 25000) AS value
        WHERE run_id = '%s' AND key = 'loss'
        """
            .formatted(run));
    JsonPath answer = sample(query(run, "loss", Map.of("width", 10)));
    assertThat(answer.getMap("series[0].buckets[0]"))
        .containsEntry("count", 25_002)
        .containsEntry("nan", 1)
        .containsEntry("infinite", 1)
        .containsEntry("max", Map.of("step", 1, "timestamp", 1, "value", 25_000.0));
  }

  @Test
  void columnsTellThePointsOfALine() {
    String run = newRun();
    List<Map<String, Object>> points = new ArrayList<>();
    double[] values = {5, 9, 1, 4, 3, 3, Double.NaN};
    for (int step = 0; step < values.length; step++) {
      points.add(metric("loss", Double.isNaN(values[step]) ? "NaN" : values[step], step, step));
    }
    ok(logMetrics(run, points));
    JsonPath thinned = sample(query(run, "loss", Map.of("width", 2, "layout", "columns")));
    assertThat(thinned.getInt("series[0].count")).isEqualTo(7);
    assertThat(thinned.getBoolean("series[0].exact")).isFalse();
    assertThat(thinned.getMap("series[0]")).doesNotContainKeys("points", "buckets");
    assertThat(thinned.getList("series[0].columns.steps")).containsExactly(0, 1, 2, 3, 4, 6);
    assertThat(thinned.getList("series[0].columns.timestamps")).containsExactly(0, 1, 2, 3, 4, 6);
    assertThat(thinned.<Object>getList("series[0].columns.values"))
        .containsExactly(5.0, 9.0, 1.0, 4.0, 3.0, "NaN");
    assertThat(thinned.getList("series[0].columns.sizes")).containsExactly(4, 2);
    JsonPath exact =
        sample(query(run, "loss", Map.of("start", 4, "end", 6, "layout", "columns", "x", "time")));
    assertThat(exact.getBoolean("series[0].exact")).isTrue();
    assertThat(exact.getList("series[0].columns.steps")).containsExactly(4, 5, 6);
    assertThat(exact.getMap("series[0].columns")).doesNotContainKey("sizes");
  }

  @Test
  void extremeStepsAreDivided() {
    String run = newRun();
    List<Map<String, Object>> points = new ArrayList<>();
    for (long step : new long[] {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE}) {
      points.add(metric("far", 1, 1, step));
    }
    ok(logMetrics(run, points));
    JsonPath answer = sample(query(run, "far", Map.of("width", 2)));
    assertThat(answer.getList("series[0].buckets.count")).hasSize(2);
    assertThat(answer.getLong("series[0].buckets[1].last.step")).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void seriesComeInTheOrderAskedFor() {
    List<String> runs = List.of(newRun(), newRun());
    for (String run : runs) {
      ok(logMetrics(run, List.of(metric("a", 1, 1, 1), metric("b", 1, 1, 1))));
    }
    JsonPath answer =
        sample(
            query(List.of(runs.get(1), "unknown", runs.get(0)), List.of("b", "c", "a"), Map.of()));
    assertThat(answer.getList("series.run_id"))
        .containsExactly(runs.get(1), runs.get(1), runs.get(0), runs.get(0));
    assertThat(answer.getList("series.metric_key")).containsExactly("b", "a", "b", "a");
    assertThat(sample(query("unknown", "a", Map.of())).getList("series")).isNull();
  }

  @Test
  void asManyHistoriesAsMayBeAskedForAreAllWholeAndInTheirOrder() {
    List<String> keys = IntStream.range(0, 20).mapToObj("m%02d"::formatted).toList();
    List<String> runs = new ArrayList<>();
    for (int number = 0; number < 100; number++) {
      String run = newRun();
      List<Map<String, Object>> points = new ArrayList<>();
      for (int place = 0; place < keys.size(); place++) {
        int value = number * 100 + place;
        points.add(metric(keys.get(place), value, 1, 1));
        // Every fifth one is of two series, which are merged.
        Map<String, Object> second = new HashMap<>(metric(keys.get(place), value + 0.5, 2, 2));
        if (place % 5 == 0) {
          second.putAll(Map.of("dataset_name", "d", "dataset_digest", "1"));
        }
        points.add(second);
        points.add(metric(keys.get(place), value, 3, 3));
      }
      ok(logMetrics(run, points));
      runs.add(run);
    }
    JsonPath answer = sample(query(runs, keys, Map.of("width", 50)));
    List<Map<String, Object>> series = answer.getList("series");
    List<List<Object>> values = answer.getList("series.points.value");
    assertThat(series).hasSize(2_000);
    for (int i = 0; i < series.size(); i++) {
      double value = i / 20 * 100 + i % 20;
      assertThat(series.get(i))
          .containsEntry("run_id", runs.get(i / 20))
          .containsEntry("metric_key", keys.get(i % 20));
      assertThat(values.get(i)).containsExactly(value, value + 0.5, value);
    }
  }

  @Test
  void badRequestsAreRefusedByName() {
    assertInvalid(get(SAMPLE, Map.of("metric_keys", "a")), "'run_ids'");
    assertInvalid(get(SAMPLE, Map.of("run_ids", "a")), "'metric_keys'");
    assertInvalid(get(SAMPLE, query("a", "b", Map.of("width", 0))), "width");
    assertInvalid(get(SAMPLE, query("a", "b", Map.of("width", 5001))), "width");
    assertInvalid(get(SAMPLE, query("a", "b", Map.of("x", "epoch"))), "'x'");
    assertInvalid(get(SAMPLE, query("a", "b", Map.of("layout", "rows"))), "'layout'");
    assertInvalid(get(SAMPLE, query("a", "b", Map.of("start", 2, "end", 1))), "start=2");
    List<String> many = IntStream.range(0, 101).mapToObj(i -> "run" + i).toList();
    assertInvalid(get(SAMPLE, query(many, "b", Map.of("width", 1))), "run_ids");
    assertInvalid(
        get(SAMPLE, query(many.subList(0, 100), "b", Map.of("width", 5000))),
        "run_ids × metric_keys");
  }
}
