package dev.millrace.tracking.metric;

import static dev.millrace.tracking.TrackingApi.METRICS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class MetricResourceTest {

  @Test
  void aHistoryIsInTheOrderOfTime() {
    String runId = newRun();
    ok(
        logMetrics(
            runId, List.of(metric("m", 1, 30, 1), metric("m", 2, 10, 3), metric("m", 3, 20, 2))));
    JsonPath history = ok(get(METRICS + "get-history", query(runId)));
    assertThat(history.getList("metrics.value")).isEqualTo(List.of(2.0, 3.0, 1.0));
    assertThat(history.getList("metrics.step", Integer.class)).containsExactly(3, 2, 1);
    assertThat(history.getString("next_page_token")).isNull();
  }

  @Test
  void aHistoryIsReadInPagesThatSurviveNewPoints() {
    String runId = newRun();
    ok(logMetrics(runId, IntStream.range(0, 10).mapToObj(i -> metric("m", i, i, i)).toList()));
    ok(logMetrics(runId, List.of(metric("m", "NaN", 3, 3), metric("m", "-Infinity", 3, 3))));
    Map<String, Object> query = new HashMap<>(query(runId));
    query.put("max_results", 5);
    JsonPath first = ok(get(METRICS + "get-history", query));
    assertThat(first.<Object>getList("metrics.value"))
        .isEqualTo(List.of(0.0, 1.0, 2.0, "-Infinity", 3.0));
    ok(logMetrics(runId, List.of(metric("m", 0.5, 0, 0), metric("m", 4.5, 4, 4))));
    query.put("page_token", first.getString("next_page_token"));
    JsonPath second = ok(get(METRICS + "get-history", query));
    assertThat(second.<Object>getList("metrics.value"))
        .isEqualTo(List.of("NaN", 4.0, 4.5, 5.0, 6.0));
    query.put("page_token", second.getString("next_page_token"));
    JsonPath third = ok(get(METRICS + "get-history", query));
    assertThat(third.<Object>getList("metrics.value")).isEqualTo(List.of(7.0, 8.0, 9.0));
    assertThat(third.getString("next_page_token")).isNull();
    query.put("metric_key", "other");
    assertInvalid(get(METRICS + "get-history", query), "Invalid page token");
  }

  @Test
  void aHistoryThatCameInOrderIsTheSameAfterAPointOutOfOrder() {
    String runId = newRun();
    for (int batch = 0; batch < 3; batch++) {
      int first = batch * 7;
      ok(
          logMetrics(
              runId,
              IntStream.range(first, first + 7)
                  .mapToObj(i -> metric("m", -i, 10 * i, i))
                  .toList()));
    }
    Map<String, Object> query = new HashMap<>(query(runId));
    query.put("max_results", 10);
    JsonPath first = ok(get(METRICS + "get-history", query));
    query.put("page_token", first.getString("next_page_token"));
    JsonPath second = ok(get(METRICS + "get-history", query));
    assertThat(first.getList("metrics.step", Integer.class))
        .isEqualTo(IntStream.range(0, 10).boxed().toList());
    assertThat(second.getList("metrics.step", Integer.class))
        .isEqualTo(IntStream.range(10, 20).boxed().toList());

    // The same time as step 12 and a later step, then an earlier time and a later step.
    ok(logMetrics(runId, List.of(metric("m", 0.5, 120, 30), metric("m", 0.25, 1, 31))));
    assertThat(ok(get(METRICS + "get-history", query)).getList("metrics.step", Integer.class))
        .containsExactly(10, 11, 12, 30, 13, 14, 15, 16, 17, 18);
    query.remove("page_token");
    assertThat(ok(get(METRICS + "get-history", query)).getList("metrics.step", Integer.class))
        .containsExactly(0, 31, 1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  void anEvenSampleIsTheSameWhetherPointsAreCountedOrScanned() {
    String counted = newRun();
    ok(logMetrics(counted, IntStream.range(5, 105).mapToObj(i -> metric("m", i, i, i)).toList()));
    String scanned = newRun();
    ok(logMetrics(scanned, IntStream.range(5, 104).mapToObj(i -> metric("m", i, i, i)).toList()));
    // A time that goes back: from now on a point is not found by its number.
    ok(logMetrics(scanned, List.of(metric("m", 104, 0, 104))));
    for (Map<String, Object> range :
        List.<Map<String, Object>>of(
            Map.of("max_results", 1),
            Map.of("max_results", 7),
            Map.of("max_results", 99),
            Map.of("max_results", 100),
            Map.of("max_results", 7, "start_step", 0, "end_step", 50),
            Map.of("max_results", 7, "start_step", 100, "end_step", 500),
            Map.of("max_results", 7, "start_step", 200, "end_step", 500))) {
      assertThat(sampledSteps(counted, range))
          .as("%s", range)
          .isEqualTo(sampledSteps(scanned, range));
    }
    assertThat(sampledSteps(counted, Map.of("max_results", 7)))
        .containsExactly(5, 20, 35, 49, 63, 77, 104);
  }

  private static List<Integer> sampledSteps(String runId, Map<String, Object> range) {
    Map<String, Object> query = new HashMap<>(range);
    query.put("run_ids", runId);
    query.put("metric_key", "m");
    List<Integer> steps =
        ok(get(METRICS + "get-history-bulk-interval", query))
            .getList("metrics.step", Integer.class);
    return steps == null ? List.of() : steps;
  }

  @Test
  void aHistoryOfNothingIsEmpty() {
    assertThat(ok(get(METRICS + "get-history", query("nobody"))).<Object>getList("metrics"))
        .isNull();
    assertInvalid(
        get(METRICS + "get-history", Map.of("run_id", "r")),
        "Missing value for required parameter 'metric_key'.");
    assertInvalid(
        get(METRICS + "get-history", Map.of("metric_key", "m")),
        "Missing value for required parameter 'run_id'.");
    assertInvalid(
        get(METRICS + "get-history", Map.of("run_id", "r", "metric_key", "m", "max_results", 0)),
        "Invalid value 0 for parameter 'max_results' supplied.");
  }

  @Test
  void historiesOfSeveralRunsComeTogether() {
    List<String> runs = Stream.generate(() -> newRun()).limit(2).sorted().toList();
    for (String runId : runs) {
      ok(logMetrics(runId, List.of(metric("m", 2, 2, 2), metric("m", 1, 1, 1))));
    }
    JsonPath bulk =
        ok(get(METRICS + "get-history-bulk", Map.of("run_id", runs, "metric_key", "m")));
    assertThat(bulk.getList("metrics.run_id"))
        .isEqualTo(List.of(runs.get(0), runs.get(0), runs.get(1), runs.get(1)));
    assertThat(bulk.getList("metrics.value")).isEqualTo(List.of(1.0, 2.0, 1.0, 2.0));
    assertInvalid(
        get(METRICS + "get-history-bulk", Map.of("metric_key", "m")),
        "GetMetricHistoryBulk request must specify at least one run_id.");
    assertInvalid(
        get(
            METRICS + "get-history-bulk",
            Map.of("run_id", Collections.nCopies(101, "r"), "metric_key", "m")),
        "cannot specify more than 100 run_ids. Received 101 run_ids.");
  }

  @Test
  void aLongHistoryIsThinnedOutBetweenItsEnds() {
    String runId = newRun();
    ok(logMetrics(runId, IntStream.range(0, 1000).mapToObj(i -> metric("m", i, i, i)).toList()));
    Map<String, Object> query = new HashMap<>(Map.of("run_ids", runId, "metric_key", "m"));
    query.put("max_results", 10);
    List<Integer> steps = steps(query);
    assertThat(steps).hasSizeBetween(8, 10).startsWith(0).endsWith(999).isSorted();
    List<Integer> gaps = new ArrayList<>();
    for (int i = 1; i < steps.size(); i++) {
      gaps.add(steps.get(i) - steps.get(i - 1));
    }
    assertThat(gaps).allMatch(gap -> gap >= 90 && gap <= 200);
    query.put("start_step", 100);
    query.put("end_step", 104);
    assertThat(steps(query)).containsExactly(100, 101, 102, 103, 104);
    query.remove("end_step");
    assertInvalid(
        get(METRICS + "get-history-bulk-interval", query),
        "If either start step or end step are specified, both must be specified.");
  }

  private static List<Integer> steps(Map<String, Object> query) {
    return ok(get(METRICS + "get-history-bulk-interval", query))
        .getList("metrics.step", Integer.class);
  }

  private static Map<String, Object> query(String runId) {
    return Map.of("run_id", runId, "metric_key", "m");
  }
}
