package dev.millrace.tracking.sketch;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.RowSketch;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class SketchResourceTest {

  private static String path(String runId, String rest) {
    return "/api/millrace/v1/runs/" + runId + rest;
  }

  private static JsonPath report(String runId) {
    return ok(get(path(runId, "/data-report"), Map.of()));
  }

  private static void logInput(String runId, String name, String digest, String context) {
    ok(
        post(
            RUNS + "log-inputs",
            Map.of(
                "run_id",
                runId,
                "datasets",
                List.of(
                    Map.of(
                        "dataset",
                        Map.of(
                            "name", name, "digest", digest, "source_type", "local", "source", "{}"),
                        "tags",
                        List.of(text("mlflow.data.context", context)))))));
  }

  private static Response logSketch(String runId, Map<String, ?> sketch) {
    return post(path(runId, "/dataset-sketches"), Map.of("sketches", List.of(sketch)));
  }

  /** Rows are numbered: those of two tables with one number are the same. */
  private static Map<String, Object> sketch(
      String name, String digest, String context, long from, long to, Object... columns) {
    long step = Long.MAX_VALUE / 1_000_000;
    long[] hashes = LongStream.range(from, to).map(row -> (row + 1) * step).toArray();
    Map<String, Object> sketch = new HashMap<>();
    sketch.put("name", name);
    sketch.put("digest", digest);
    sketch.put("context", context);
    sketch.put("rows", to - from);
    sketch.put("columns", columns.length == 0 ? List.of(column("x", q -> q)) : List.of(columns));
    sketch.put(
        "row_sketch",
        Base64.getEncoder().encodeToString(RowSketch.of(Long.MAX_VALUE, hashes).bytes()));
    return sketch;
  }

  private static Map<String, Object> column(String name, IntToDoubleFunction quantile) {
    return column(name, 1000, 0, quantile);
  }

  private static Map<String, Object> column(
      String name, long count, long nulls, IntToDoubleFunction quantile) {
    Map<String, Object> column = new HashMap<>();
    column.put("name", name);
    column.put("type", "double");
    column.put("count", count);
    column.put("nulls", nulls);
    column.put("mean", quantile.applyAsDouble(50));
    column.put("stddev", 29.0);
    column.put(
        "quantiles",
        IntStream.range(0, ColumnProfile.QUANTILES).mapToDouble(quantile).boxed().toList());
    return column;
  }

  @SafeVarargs
  private static String runWith(Map<String, ?>... sketches) {
    String runId = newRun();
    for (Map<String, ?> sketch : sketches) {
      logInput(
          runId,
          sketch.get("name").toString(),
          sketch.get("digest").toString(),
          sketch.get("context").toString());
      ok(logSketch(runId, sketch));
    }
    return runId;
  }

  @Test
  void rowsThatAreInBothAreALeak() {
    JsonPath report =
        report(
            runWith(
                sketch("birds", "d1", "training", 0, 1000),
                sketch("held out", "d2", "test", 900, 1100)));
    assertThat(report.getMap("overlaps[0]"))
        .containsEntry("training", "birds")
        .containsEntry("evaluation", "held out")
        .containsEntry("evaluation_context", "test")
        .containsEntry("shared_rows", 100)
        .containsEntry("at_least", 100)
        .containsEntry("at_most", 100)
        .containsEntry("level", "LEAK");
    assertThat(report.getDouble("overlaps[0].evaluation_share")).isEqualTo(0.5);
    assertThat(report.getBoolean("complete")).isTrue();
  }

  @Test
  void dataThatIsApartIsNone() {
    JsonPath report =
        report(
            runWith(
                sketch("birds", "d1", "train", 0, 1000),
                sketch("held out", "d2", "validation", 1000, 1200)));
    assertThat(report.getString("overlaps[0].level")).isEqualTo("NONE");
    assertThat(report.getInt("overlaps[0].shared_rows")).isZero();
  }

  @Test
  void fewSharedRowsAreSuspicious() {
    JsonPath report =
        report(
            runWith(
                sketch("birds", "d1", "training", 0, 1000),
                sketch("held out", "d2", "eval", 999, 2000)));
    assertThat(report.getString("overlaps[0].level")).isEqualTo("SUSPICIOUS");
  }

  @Test
  void dataThatWasTrainedAndTestedOnIsALeakThoughItsTagSaysTrainingOnly() {
    String runId = runWith(sketch("birds", "d1", "training", 0, 10));
    logInput(runId, "birds", "d1", "test");
    ok(logSketch(runId, sketch("birds", "d1", "test", 0, 10)));
    JsonPath report = report(runId);
    assertThat(report.getList("inputs.context")).isEqualTo(List.of("test", "training"));
    assertThat(report.getString("overlaps[0].level")).isEqualTo("LEAK");
    assertThat(report.getString("overlaps[0].reason")).contains("the same data");
  }

  @Test
  void rowsThatRepeatAnywayProveNoLeak() {
    Map<String, Object> training = sketch("coins", "d1", "training", 0, 2);
    training.put("rows", 1000);
    JsonPath report = report(runWith(training, sketch("more", "d2", "test", 0, 2)));
    assertThat(report.getString("overlaps[0].level")).isEqualTo("SUSPICIOUS");
    assertThat(report.getString("overlaps[0].reason")).contains("repeat");
  }

  @Test
  void rowsOfOtherColumnsAreNotCompared() {
    JsonPath report =
        report(
            runWith(
                sketch("birds", "d1", "training", 0, 10),
                sketch("beasts", "d2", "test", 0, 10, column("y", q -> q))));
    assertThat(report.getMap("overlaps[0]")).doesNotContainKeys("shared_rows", "level");
    assertThat(report.getString("overlaps[0].reason")).contains("columns differ");
    assertThat(report.getList("drifts")).isNull();
  }

  @Test
  void columnsThatDriftComeFirst() {
    JsonPath report =
        report(
            runWith(
                sketch(
                    "birds",
                    "d1",
                    "training",
                    0,
                    1000,
                    column("same", q -> q),
                    column("moved", q -> q),
                    column("emptied", q -> q)),
                sketch(
                    "held out",
                    "d2",
                    "test",
                    1000,
                    2000,
                    column("same", q -> q),
                    column("moved", q -> q + 58),
                    column("emptied", 900, 100, q -> q))));
    assertThat(report.getList("drifts.column")).isEqualTo(List.of("moved", "emptied", "same"));
    assertThat(report.getList("drifts.level")).isEqualTo(List.of("STRONG", "SOME", "NONE"));
    assertThat(report.getDouble("drifts[0].mean_shift")).isEqualTo(2.0);
    assertThat(report.getDouble("drifts[0].ks")).isCloseTo(0.58, within(0.011));
    assertThat(report.getDouble("drifts[0].psi")).isGreaterThan(1);
    assertThat(report.getDouble("drifts[1].null_share_change")).isEqualTo(0.1);
    assertThat(report.getDouble("drifts[2].ks")).isZero();
  }

  @Test
  void differenceThatChanceMakesIsNone() {
    JsonPath report =
        report(
            runWith(
                sketch("birds", "d1", "training", 0, 30, column("x", 30, 0, q -> q)),
                sketch("few", "d2", "test", 30, 60, column("x", 30, 0, q -> q + 20))));
    assertThat(report.getDouble("drifts[0].ks")).isCloseTo(0.2, within(0.011));
    assertThat(report.getString("drifts[0].level")).isEqualTo("NONE");
  }

  @Test
  void inputsOfOtherClientsAreNamedWithTheReason() {
    String runId = runWith(sketch("birds", "d1", "training", 0, 10));
    logInput(runId, "pandas", "1a2b3c4d", "test");
    JsonPath report = report(runId);
    assertThat(report.getList("inputs.name")).isEqualTo(List.of("birds", "pandas"));
    assertThat(report.getString("inputs[0].missing")).isNull();
    assertThat(report.getString("inputs[1].missing")).contains("no sketch", "another client");
    assertThat(report.getList("overlaps")).isNull();
  }

  @Test
  void sketchThatIsThereStaysAndARepetitionChangesNothing() {
    Map<String, Object> first = sketch("birds", "d1", "training", 0, 10);
    String runId = runWith(first);
    ok(logSketch(runId, first));
    ok(logSketch(runId, sketch("birds", "d1", "training", 0, 99)));
    JsonPath report = report(runId);
    assertThat(report.getList("inputs")).hasSize(1);
    assertThat(report.getInt("inputs[0].distinct_rows")).isEqualTo(10);
  }

  @Test
  void unknownRunsAndInputsAreNotFound() {
    assertNotFound(get(path("none", "/data-report"), Map.of()), "none");
    Map<String, Object> sketch = sketch("birds", "d1", "training", 0, 10);
    assertNotFound(logSketch("none", sketch), "none");
    assertNotFound(logSketch(newRun(), sketch), "no input 'birds' with digest 'd1'");
  }

  @Test
  void deletedRunTakesNoSketch() {
    Map<String, Object> sketch = sketch("birds", "d1", "training", 0, 10);
    String runId = runWith(sketch);
    ok(post(RUNS + "delete", Map.of("run_id", runId)));
    assertInvalid(logSketch(runId, sketch), "active");
    assertThat(report(runId).getList("inputs")).hasSize(1);
  }

  static Stream<Arguments> refusals() {
    String corrupt = Base64.getEncoder().encodeToString(new byte[24]);
    List<Double> falling = new ArrayList<>(Collections.nCopies(100, 1.0));
    falling.add(0.0);
    return Stream.of(
        Arguments.of("row_sketch", "!", "sketches[0].row_sketch"),
        Arguments.of("row_sketch", corrupt, "This is no sketch of rows"),
        Arguments.of("row_sketch", "A".repeat(200_000), "longer than"),
        Arguments.of("rows", -1, "sketches[0].rows"),
        Arguments.of("rows", null, "sketches[0].rows"),
        Arguments.of("name", null, "sketches[0].name"),
        Arguments.of("context", "", "sketches[0].context"),
        Arguments.of("columns", List.of(Map.of("name", "x")), "sketches[0].columns[0].type"),
        Arguments.of(
            "columns",
            List.of(Map.of("name", "x", "type", "long", "count", 1, "nulls", 0, "min", "Infinity")),
            "not finite"),
        Arguments.of(
            "columns",
            List.of(
                Map.of("name", "x", "type", "long", "count", 1, "nulls", 0, "quantiles", falling)),
            "must not fall"),
        Arguments.of(
            "columns",
            List.of(
                Map.of(
                    "name",
                    "x",
                    "type",
                    "long",
                    "count",
                    1,
                    "nulls",
                    0,
                    "quantiles",
                    List.of(1, 2))),
            "101 or none"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void sketchThatBreaksARuleIsRefused(String field, Object value, String message) {
    Map<String, Object> sketch = sketch("birds", "d1", "training", 0, 10);
    String runId = runWith(sketch);
    sketch.put(field, value);
    assertInvalid(logSketch(runId, sketch), message);
  }
}
