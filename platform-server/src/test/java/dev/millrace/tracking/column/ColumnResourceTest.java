package dev.millrace.tracking.column;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.metric;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ColumnResourceTest {

  private static String route(String experiment) {
    return "/api/millrace/v1/experiments/" + experiment + "/columns";
  }

  private static String log(
      String experiment,
      long start,
      List<? extends Map<String, ?>> metrics,
      List<? extends Map<String, ?>> params) {
    String run = newRun(experiment, "run-" + start, start);
    ok(logBatch(run, metrics, params, List.of(text("t", "v"))));
    return run;
  }

  /** Every column by kind and key, read in pages of that size. */
  private static Map<String, Map<String, Object>> all(
      String experiment, int size, Map<String, ?> query) {
    Map<String, Map<String, Object>> columns = new HashMap<>();
    Map<String, Object> page = new HashMap<>(query);
    page.put("max_results", size);
    List<String> order = new ArrayList<>();
    while (true) {
      JsonPath answer = ok(get(route(experiment), page));
      List<Map<String, Object>> found = answer.getList("columns");
      if (found != null) {
        assertThat(found).hasSizeLessThanOrEqualTo(size);
        for (Map<String, Object> column : found) {
          String name = column.get("kind") + " " + column.get("key");
          order.add(name);
          assertThat(columns.put(name, column)).as(name).isNull();
        }
      }
      if (answer.getString("next_page_token") == null) {
        assertThat(order).isSorted();
        return columns;
      }
      page.put("page_token", answer.getString("next_page_token"));
    }
  }

  @Test
  void columnsSayWhatTheRunsHave() {
    String experiment = newExperiment();
    log(
        experiment,
        10,
        List.of(metric("loss", 0.5, 1, 1), metric("loss", 9, 1, 0), metric("odd", "NaN", 1, 1)),
        List.of(text("lr", "1e-3"), text("mixed", "10"), text("huge", "1e999"), text("b", "ä")));
    log(
        experiment,
        20,
        List.of(metric("loss", -2, 1, 1)),
        List.of(text("lr", "0.5"), text("mixed", "none"), text("b", "Z")));
    log(experiment, 30, List.of(metric("loss", "NaN", 1, 1)), List.of(text("lr", "0.5")));
    Map<String, Map<String, Object>> columns = all(experiment, 100, Map.of());
    assertThat(columns.get("metric loss"))
        .containsEntry("type", "number")
        .containsEntry("count", 3)
        .containsEntry("distinct", 3)
        .containsEntry("distinct_exact", true)
        .containsEntry("min", -2.0)
        .containsEntry("max", 0.5);
    assertThat(columns.get("metric odd"))
        .containsEntry("count", 1)
        .doesNotContainKeys("min", "max");
    assertThat(columns.get("param lr"))
        .containsEntry("type", "number")
        .containsEntry("count", 3)
        .containsEntry("distinct", 2)
        .containsEntry("min", 0.001)
        .containsEntry("max", 0.5);
    assertThat(columns.get("param mixed"))
        .containsEntry("type", "text")
        .containsEntry("min", "10")
        .containsEntry("max", "none");
    assertThat(columns.get("param huge"))
        .containsEntry("type", "number")
        .containsEntry("max", "Infinity");
    assertThat(columns.get("param b")).containsEntry("min", "Z").containsEntry("max", "ä");
    assertThat(columns.get("tag t")).containsEntry("count", 3).containsEntry("distinct", 1);
    assertThat(columns.get("attribute start_time"))
        .containsEntry("type", "number")
        .containsEntry("min", 10)
        .containsEntry("max", 30);
    assertThat(columns.get("attribute run_name"))
        .containsEntry("type", "text")
        .containsEntry("min", "run-10");
    assertThat(columns).doesNotContainKey("attribute end_time");
  }

  @Test
  void pagesOfAnySizeHoldTheSame() {
    String experiment = newExperiment();
    for (int run = 0; run < 6; run++) {
      List<Map<String, Object>> metrics = new ArrayList<>();
      List<Map<String, String>> params = new ArrayList<>();
      for (int key = run; key < 40; key += run + 1) {
        metrics.add(metric("m" + key, key, 1, 1));
        params.add(text("p" + key, "v" + run));
      }
      log(experiment, run, metrics, params);
    }
    Map<String, Map<String, Object>> whole = all(experiment, 200, Map.of());
    assertThat(whole).hasSizeGreaterThan(80);
    assertThat(all(experiment, 7, Map.of())).isEqualTo(whole);
    assertThat(all(experiment, 1, Map.of("kind", "param")))
        .isEqualTo(all(experiment, 200, Map.of("kind", "param")))
        .hasSize(40);
  }

  @Test
  void prefixAndContainsChooseKeys() {
    String experiment = newExperiment();
    log(
        experiment,
        1,
        List.of(metric("val/loss", 1, 1, 1), metric("val/acc", 1, 1, 1), metric("loss", 1, 1, 1)),
        List.of(text("Loss fn", "mse"), text("val_x", "1")));
    assertThat(all(experiment, 2, Map.of("prefix", "val")).keySet())
        .containsExactlyInAnyOrder("metric val/acc", "metric val/loss", "param val_x");
    assertThat(all(experiment, 2, Map.of("contains", "LOSS")).keySet())
        .containsExactlyInAnyOrder("metric loss", "metric val/loss", "param Loss fn");
    assertThat(all(experiment, 2, Map.of("contains", "loss", "prefix", "val")).keySet())
        .containsExactly("metric val/loss");
    assertThat(all(experiment, 2, Map.of("contains", "%"))).isEmpty();
  }

  @Test
  void deletedRunsAreSeenWhereAskedFor() {
    String experiment = newExperiment();
    String gone = log(experiment, 1, List.of(metric("old", 1, 1, 1)), List.of());
    log(experiment, 2, List.of(metric("new", 1, 1, 1)), List.of());
    ok(post(RUNS + "delete", Map.of("run_id", gone)));
    Map<String, String> metrics = Map.of("kind", "metric");
    assertThat(all(experiment, 9, metrics).keySet()).containsExactly("metric new");
    assertThat(all(experiment, 9, Map.of("kind", "metric", "view_type", "ALL")))
        .containsOnlyKeys("metric new", "metric old");
    JsonPath deleted = ok(get(route(experiment), Map.of("view_type", "DELETED_ONLY")));
    assertThat(deleted.getInt("runs")).isEqualTo(1);
    assertThat(deleted.getBoolean("complete")).isTrue();
  }

  @Test
  void emptyExperimentHasNoColumns() {
    assertThat(all(newExperiment(), 10, Map.of())).isEmpty();
  }

  @Test
  void badRequestsAreRefusedByName() {
    String experiment = newExperiment();
    log(experiment, 1, List.of(metric("a", 1, 1, 1)), List.of());
    assertInvalid(get(route(experiment), Map.of("max_results", 0)), "max_results");
    assertInvalid(get(route(experiment), Map.of("max_results", 201)), "max_results");
    assertInvalid(get(route(experiment), Map.of("kind", "model")), "kind");
    assertInvalid(get(route(experiment), Map.of("page_token", "x!")), "page token");
    assertInvalid(get(route("abc"), Map.of()), "abc");
    assertNotFound(get(route("999999"), Map.of()), "999999");
    String token =
        ok(get(route(experiment), Map.of("max_results", 1))).getString("next_page_token");
    assertInvalid(
        get(route(experiment), Map.of("page_token", token, "prefix", "x")), "Invalid page token");
  }
}
