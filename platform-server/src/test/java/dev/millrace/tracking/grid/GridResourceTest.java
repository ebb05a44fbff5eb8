package dev.millrace.tracking.grid;

import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.logBatch;
import static dev.millrace.tracking.TrackingApi.logDataset;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class GridResourceTest {

  private static final String RUNS = "/api/millrace/v1/runs/";

  private static String log(
      String experiment,
      List<? extends Map<String, ?>> metrics,
      List<? extends Map<String, ?>> params) {
    String run = newRun(experiment, "r", 1_000);
    ok(logBatch(run, metrics, params, List.of()));
    return run;
  }

  @Test
  void valuesStandInTheOrderAskedForWithNullForWhatARunHasNot() {
    String experiment = newExperiment();
    String full =
        log(
            experiment,
            List.of(
                metric("loss", 0.5, 1, 1), metric("loss", 0.9, 1, 0), metric("loss", 0.7, 1, 2)),
            List.of(text("lr", "0.10")));
    ok(logDataset(full, dataset("wine", "d1", "local", "{}"), List.of()));
    ok(logDataset(full, dataset("beer", "d2", "local", "{}"), List.of()));
    String empty = newRun(experiment, "bare", 5);
    JsonPath answer =
        ok(
            post(
                RUNS + "values",
                Map.of(
                    "run_ids",
                    List.of(empty, "nobody", full),
                    "columns",
                    List.of(
                        "metrics.loss",
                        "metrics.`loss`.min",
                        "metrics.loss.max",
                        "params.lr",
                        "dataset.name",
                        "run_name",
                        "tags.`mlflow.runName`"))));
    assertThat(answer.getList("runs.run_id")).containsExactly(empty, full);
    assertThat(answer.getList("runs[0].values"))
        .isEqualTo(Arrays.asList(null, null, null, null, null, "bare", "bare"));
    assertThat(answer.getList("runs[1].values"))
        .isEqualTo(List.of(0.7, 0.5, 0.9, "0.10", "wine, beer", "r", "r"));
  }

  @Test
  void valuesOfAKeyThatEndsLikeAnAggregateAreThoseOfTheMetricThatHasIt() {
    String experiment = newExperiment();
    String own =
        log(experiment, List.of(metric("loss.min", 7, 1, 1), metric("loss", 3, 1, 1)), List.of());
    String other = log(experiment, List.of(metric("loss", 3, 1, 1)), List.of());
    JsonPath answer =
        ok(
            post(
                RUNS + "values",
                Map.of("run_ids", List.of(own, other), "columns", List.of("metrics.loss.min"))));
    assertThat(answer.getList("runs.values")).isEqualTo(List.of(List.of(7.0), List.of(3.0)));
    JsonPath groups =
        groups(
            experiment,
            Map.of(
                "group_by",
                List.of("status"),
                "columns",
                List.of("metrics.loss.min", "metrics.`loss`.min")));
    assertThat(groups.getMap("groups[0].columns[0]"))
        .isEqualTo(Map.of("count", 2, "mean", 5.0, "min", 3.0, "max", 7.0));
    assertThat(groups.getMap("groups[0].columns[1]"))
        .isEqualTo(Map.of("count", 2, "mean", 3.0, "min", 3.0, "max", 3.0));
  }

  @Test
  void onlyAttributesOrOneOtherKindOfColumnCanBeAskedFor() {
    String run = log(newExperiment(), List.of(metric("m", 2, 1, 1)), List.of(text("p", "q")));
    for (var column : Map.of("run_name", "r", "params.p", "q", "metrics.m", 2.0).entrySet()) {
      JsonPath answer =
          ok(
              post(
                  RUNS + "values",
                  Map.of("run_ids", List.of(run), "columns", List.of(column.getKey()))));
      assertThat(answer.getList("runs.values")).isEqualTo(List.of(List.of(column.getValue())));
    }
  }

  @Test
  void countsAreOfAllRunsThatMatchWhateverAPageHolds() {
    String experiment = newExperiment();
    IntStream.range(0, 7).forEach(i -> log(experiment, List.of(metric("m", i, 1, 1)), List.of()));
    assertThat(count(experiment, "")).isEqualTo(7);
    assertThat(count(experiment, "metrics.m >= 4")).isEqualTo(3);
    assertInvalid(
        post(
            RUNS + "count", Map.of("experiment_ids", List.of(experiment), "filter", "metrics.m >")),
        "position");
  }

  @Test
  void runsOfSeveralExperimentsAreCountedAndGroupedTogether() {
    List<String> experiments = List.of(newExperiment(), newExperiment());
    for (int i = 0; i < 5; i++) {
      String experiment = experiments.get(i % 2);
      log(experiment, List.of(metric("m", i, 1, 1)), List.of(text("kind", i < 2 ? "a" : "b")));
    }
    Map<String, Object> search = Map.of("experiment_ids", experiments, "filter", "metrics.m > 0");
    assertThat(ok(post(RUNS + "count", search)).getInt("count")).isEqualTo(4);
    JsonPath groups =
        ok(
            post(
                RUNS + "groups",
                Map.of(
                    "experiment_ids", experiments,
                    "group_by", List.of("params.kind"),
                    "columns", List.of("metrics.m"))));
    assertThat(groups.getList("groups.values")).isEqualTo(List.of(List.of("b"), List.of("a")));
    assertThat(groups.getList("groups.runs")).isEqualTo(List.of(3, 2));
    assertThat(groups.getMap("groups[0].columns[0]"))
        .isEqualTo(Map.of("count", 3, "mean", 3.0, "min", 2.0, "max", 4.0));
  }

  private static int count(String experiment, String filter) {
    return ok(post(RUNS + "count", Map.of("experiment_ids", List.of(experiment), "filter", filter)))
        .getInt("count");
  }

  private static JsonPath groups(String experiment, Map<String, ?> asked) {
    Map<String, Object> request = new HashMap<>(asked);
    request.put("experiment_ids", List.of(experiment));
    return ok(post(RUNS + "groups", request));
  }

  @Test
  void groupsSumUpEveryRunThatMatches() {
    String experiment = newExperiment();
    log(experiment, List.of(metric("m", 1, 1, 1), metric("m", 9, 1, 0)), List.of(text("a", "x")));
    log(experiment, List.of(metric("m", 4, 1, 1)), List.of(text("a", "x")));
    log(experiment, List.of(metric("m", "NaN", 1, 1)), List.of(text("a", "x")));
    log(experiment, List.of(metric("m", 100, 1, 1)), List.of(text("a", "y")));
    log(experiment, List.of(), List.of());
    JsonPath answer =
        groups(
            experiment,
            Map.of(
                "group_by",
                List.of("params.a", "status"),
                "columns",
                List.of("metrics.`m`", "metrics.`m`.max", "duration")));
    assertThat(answer.getBoolean("complete")).isTrue();
    assertThat(answer.getList("groups.runs")).isEqualTo(List.of(3, 1, 1));
    assertThat(answer.getList("groups.values"))
        .isEqualTo(
            List.of(
                List.of("x", "RUNNING"), List.of("y", "RUNNING"), Arrays.asList(null, "RUNNING")));
    assertThat(answer.getMap("groups[0].columns[0]"))
        .isEqualTo(Map.of("count", 2, "mean", 2.5, "min", 1.0, "max", 4.0));
    assertThat(answer.getMap("groups[0].columns[1]"))
        .isEqualTo(Map.of("count", 2, "mean", 6.5, "min", 4.0, "max", 9.0));
    assertThat(answer.getMap("groups[2].columns[0]")).isEqualTo(Map.of("count", 0));
  }

  @Test
  void groupsThatAreShownAreSummedUpAndTheOthersNot() {
    String experiment = newExperiment();
    for (int i = 0; i < 3; i++) {
      log(experiment, List.of(metric("m", i, 1, 1)), List.of());
    }
    for (String value : List.of("b", "b", "c")) {
      log(experiment, List.of(metric("m", 8, 1, 1)), List.of(text("p", value), text("q", "")));
    }
    JsonPath answer =
        groups(
            experiment,
            Map.of(
                "group_by",
                List.of("params.p", "params.q", "status"),
                "columns",
                List.of("metrics.m", "duration"),
                "max_results",
                2));
    assertThat(answer.getBoolean("complete")).isFalse();
    assertThat(answer.getList("groups.values"))
        .isEqualTo(List.of(Arrays.asList(null, null, "RUNNING"), List.of("b", "", "RUNNING")));
    assertThat(answer.getMap("groups[0].columns[0]"))
        .isEqualTo(Map.of("count", 3, "mean", 1.0, "min", 0.0, "max", 2.0));
    assertThat(answer.getMap("groups[1].columns[0]"))
        .isEqualTo(Map.of("count", 2, "mean", 8.0, "min", 8.0, "max", 8.0));
    assertThat(answer.getMap("groups[1].columns[1]")).isEqualTo(Map.of("count", 0));
  }

  @Test
  void ofMoreGroupsThanAskedForTheLargestCome() {
    String experiment = newExperiment();
    for (String value : List.of("a", "b", "b", "c")) {
      log(experiment, List.of(), List.of(text("p", value)));
    }
    JsonPath answer = groups(experiment, Map.of("group_by", List.of("params.p"), "max_results", 1));
    assertThat(answer.getBoolean("complete")).isFalse();
    assertThat(answer.getList("groups.values")).isEqualTo(List.of(List.of("b")));
  }

  @Test
  void whatCannotBeAskedIsRefusedByName() {
    assertInvalid(post(RUNS + "values", Map.of("columns", List.of("metrics.a"))), "run_ids");
    assertInvalid(
        post(RUNS + "values", Map.of("run_ids", List.of("a"), "columns", List.of("metrics.a b"))),
        "position");
    assertInvalid(
        post(RUNS + "groups", Map.of("group_by", List.of("metrics.a"))), "cannot be grouped");
    assertInvalid(
        post(
            RUNS + "groups", Map.of("group_by", List.of("params.a"), "columns", List.of("status"))),
        "Only metrics");
    assertInvalid(
        post(RUNS + "groups", Map.of("group_by", List.of("params.a"), "max_results", 0)),
        "max_results");
  }
}
