package dev.millrace.tracking.run;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.dataset;
import static dev.millrace.tracking.TrackingApi.logDataset;
import static dev.millrace.tracking.TrackingApi.logMetrics;
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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunSearchResourceTest {

  /**
   * Five runs, the latest started first: ann (loss 1, acc 0.5), bob (loss 2), cid (loss NaN), dan
   * (loss Infinity), eve (no metric).
   */
  private static String fixture() {
    String experiment = newExperiment();
    log(newRun(experiment, "ann", 5), 1, "0.1", "Red");
    log(newRun(experiment, "bob", 4), 2, "0.2", "blue");
    log(newRun(experiment, "cid", 3), "NaN", "0.1", null);
    log(newRun(experiment, "dan", 2), "Infinity", null, "red");
    newRun(experiment, "eve", 1);
    String ann = found(experiment, "run_name = 'ann'", "info.run_id").get(0);
    ok(logMetrics(ann, List.of(metric("acc on/test", 0.5, 1, 1), metric("loss", 9, 1, 0))));
    ok(
        post(
            RUNS + "update",
            Map.of("run_id", ann, "status", "FINISHED", "end_time", 1_700_000_000_000L)));
    ok(
        logDataset(
            ann,
            dataset("penguins", "d1", "local", "{}"),
            List.of(text("mlflow.data.context", "train"))));
    return experiment;
  }

  private static void log(String runId, Object loss, String lr, String team) {
    Map<String, Object> batch = new HashMap<>(Map.of("run_id", runId));
    batch.put("metrics", List.of(metric("loss", loss, 1, 1)));
    batch.put("params", lr == null ? List.of() : List.of(text("lr", lr)));
    batch.put("tags", team == null ? List.of() : List.of(text("my.team", team)));
    ok(post(RUNS + "log-batch", batch));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "none",
      value = {
        "metrics.loss = 1                         | ann",
        "metrics.loss != 1                        | bob cid dan",
        "metrics.loss > 1                         | bob dan",
        "metrics.loss >= 1                        | ann bob dan",
        "metrics.loss < 2                         | ann",
        "metric.loss <= 2.0e0                     | ann bob",
        "metrics.loss > -1                        | ann bob dan",
        "metrics.`acc on/test` > 0.4              | ann",
        "metrics.\"acc on/test\" > 0.4            | ann",
        "metrics.nothing != 1                     | none",
        "params.lr = '0.1'                        | ann cid",
        "param.lr = \"0.1\"                       | ann cid",
        "parameters.lr != '0.1'                   | bob",
        "params.lr LIKE '0._'                     | ann bob cid",
        "params.lr IS NULL                        | dan eve",
        "params.lr IS NOT NULL                    | ann bob cid",
        "params.lr IN ('0.2', '0.3')              | bob",
        "tags.my.team = 'Red'                     | ann",
        "tags.`my.team` ILIKE 'RE%'               | ann dan",
        "tag.my.team NOT IN ('Red')               | bob dan",
        "tags.my.team IS NULL                     | cid eve",
        "tags.mlflow.runName LIKE '%n'            | ann dan",
        "attributes.status = 'FINISHED'           | ann",
        "status != 'FINISHED'                     | bob cid dan eve",
        "run_name LIKE '%b'                       | bob",
        "attributes.`run name` = 'eve'            | eve",
        "start_time >= 4                          | ann bob",
        "attribute.Created < 2                    | eve",
        "end_time > 1                             | ann",
        "dataset.name = 'penguins'                | ann",
        "datasets.digest = 'd2'                   | none",
        "dataset.context LIKE 'tr%'               | ann",
        "metrics.loss > 0 and params.lr = '0.1'   | ann",
        "run_name = 'ann' OR run_name = 'eve'     | ann eve",
        "NOT params.lr = '0.1'                    | bob dan eve",
        "(run_name = 'ann' OR run_name = 'bob') AND metrics.loss > 1 | bob",
        "run_name = '''; DROP TABLE runs; --'     | none",
        "tags.`a' OR '1'='1` = 'x'                | none",
        "run_name LIKE 'a\\%'                     | none",
        "run_id IN ('x',)                          | none",
        "AND run_name = 'ann' AND                  | ann",
        "metrics.loss > 0 params.lr = '0.1'        | ann",
        "`metrics`.`loss` = 1                      | ann",
        "params.'lr' = '0.1'                       | ann cid",
        "metrics.loss BETWEEN 1 AND 2              | ann bob",
        "metrics.loss NOT BETWEEN 1 AND 1.5        | bob dan",
        "metrics.loss IN (1, 2.0)                  | ann bob",
        "metrics.loss NOT IN (1, 2.0)              | cid dan",
        "metrics.loss IS NULL                      | eve",
        "metrics.loss IS NOT NULL                  | ann bob cid dan",
        "metrics.loss.max = 9                      | ann",
        "metrics.loss.first = 9                    | ann",
        "metrics.loss.last = 1                     | ann",
        "metrics.loss.count > 1                    | ann",
        "metrics.loss.min <= 2                     | ann bob",
        "metrics.loss.min IS NULL                  | cid eve",
        "metrics.`loss.min` < 5                    | none",
        "metrics.`loss`.min < 2                    | ann",
        "params.lr > 0.1                           | bob",
        "params.lr = 0.10                          | ann cid",
        "params.lr != 0.1                          | bob",
        "params.lr BETWEEN 0.05 AND 0.15           | ann cid",
        "params.lr IN (0.2, 3)                     | bob",
        "params.lr NOT LIKE '%1'                   | bob",
        "end_time IS NULL                          | bob cid dan eve",
        "NOT end_time > 1                          | bob cid dan eve",
        "status IS NULL                            | none",
        "status IN ('FINISHED', 'FAILED')          | ann",
        "run_name NOT IN ('ann', 'bob')            | cid dan eve",
        "start_time IN (5, 3)                      | ann cid",
        "start_time BETWEEN 2 AND 4                | bob cid dan",
        "start_time > now() - 7d                   | none",
        "start_time < now() - 7d AND metrics.loss = 1 | ann",
        "start_time < '2026-01-31'                 | ann bob cid dan eve",
        "end_time > '2023-11-14 22:13:19'          | ann",
        "duration > 400d                           | ann",
        "duration = 1699999999995                  | ann",
        "duration IS NULL                          | bob cid dan eve",
        "dataset.name IS NULL                      | bob cid dan eve",
        "dataset.context IS NOT NULL               | ann",
        "dataset.digest NOT IN ('d2')              | ann",
        "ANN                                       | ann",
        "red                                       | ann dan",
        "my.team AND NOT red                       | bob",
        "my.t 'lu'                                 | bob",
        "ann OR metrics.loss = 2                   | ann bob",
        "mlflow                                    | none",
      })
  void aFilterFindsWhatItSays(String filter, String names) {
    assertThat(found(shared(), filter, "info.run_name"))
        .isEqualTo(names == null ? List.of() : List.of(names.split(" ")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "metrics.loss ASC      | ann bob dan cid eve",
        "metrics.loss DESC     | dan bob ann cid eve",
        "metrics.loss          | ann bob dan cid eve",
        "params.lr             | ann cid bob dan eve",
        "params.lr DESC        | bob ann cid dan eve",
        "tags.mlflow.runName DESC | eve dan cid bob ann",
        "end_time DESC         | ann bob cid dan eve",
        "end_time ASC          | ann bob cid dan eve",
        "start_time            | eve dan cid bob ann",
        "run_name DESC         | eve dan cid bob ann",
        "attributes.status ASC | ann bob cid dan eve",
        "duration DESC         | ann bob cid dan eve",
        "metrics.loss.max DESC | dan ann bob cid eve",
        "metrics.loss.first    | bob ann dan cid eve",
        "metrics.loss.count DESC | ann bob cid dan eve",
        "metrics.`loss`.min DESC | dan bob ann cid eve",
        "metrics.`loss.min` DESC | ann bob cid dan eve",
      })
  void anOrderPutsNanAndAbsentLastEitherWay(String orderBy, String names) {
    Map<String, Object> request = request(shared());
    request.put("order_by", List.of(orderBy));
    List<String> expected = List.of(names.split(" "));
    assertThat(names(search(request))).isEqualTo(expected);
    assertThat(walk(request, 1)).isEqualTo(expected);
    assertThat(walk(request, 2)).isEqualTo(expected);
  }

  @Test
  void severalOrderKeysCountInTurn() {
    Map<String, Object> request = request(shared());
    request.put("order_by", List.of("params.lr DESC", "metrics.loss DESC", "run_name DESC"));
    List<String> expected = List.of("bob", "ann", "cid", "dan", "eve");
    assertThat(names(search(request))).isEqualTo(expected);
    assertThat(walk(request, 1)).isEqualTo(expected);
  }

  @Test
  void aMetricOfTheWholeKeyIsMeantWhereARunHasOne() {
    String experiment = newExperiment();
    String both = newRun(experiment, "both", 2);
    String one = newRun(experiment, "one", 1);
    ok(logMetrics(both, List.of(metric("loss", 1, 1, 1), metric("loss.min", 7, 1, 1))));
    ok(logMetrics(one, List.of(metric("loss", 3, 1, 1), metric("loss", 5, 2, 2))));
    assertThat(found(experiment, "metrics.loss.min > 6", "info.run_name")).containsExactly("both");
    assertThat(found(experiment, "metrics.loss.min = 3", "info.run_name")).containsExactly("one");
    assertThat(found(experiment, "metrics.loss.min = 1", "info.run_name")).isEmpty();
    assertThat(found(experiment, "metrics.`loss`.min = 1", "info.run_name"))
        .containsExactly("both");
    assertThat(found(experiment, "metrics.`loss.min` > 0", "info.run_name"))
        .containsExactly("both");
    Map<String, Object> request = request(experiment);
    request.put("order_by", List.of("metrics.loss.min"));
    assertThat(names(search(request))).containsExactly("one", "both");
    request.put("order_by", List.of("metrics.`loss`.min"));
    assertThat(names(search(request))).containsExactly("both", "one");
    request.put("order_by", List.of("metrics.`loss.min`"));
    assertThat(names(search(request))).containsExactly("both", "one");
  }

  @Test
  void aParameterThatIsNoNumberIsNeverAnError() {
    String experiment = newExperiment();
    List<String> values =
        List.of("1e999", "-1e-999", "1e99999", "abc", "", "0x10", "nan", "inf", " 7 ", "7.", "+.5");
    for (int i = 0; i < values.size(); i++) {
      String run = newRun(experiment, "r" + i, 100 - i);
      ok(post(RUNS + "log-parameter", Map.of("run_id", run, "key", "p", "value", values.get(i))));
    }
    assertThat(found(experiment, "params.p > 6", "info.run_name"))
        .containsExactly("r0", "r8", "r9");
    assertThat(found(experiment, "params.p = 7.00", "info.run_name")).containsExactly("r8", "r9");
    assertThat(found(experiment, "params.p < 1e300", "info.run_name"))
        .containsExactly("r1", "r8", "r9", "r10");
    assertThat(found(experiment, "params.p BETWEEN -1 AND 0.5", "info.run_name"))
        .containsExactly("r1", "r10");
  }

  @Test
  void theLatestStartedComeFirst() {
    Map<String, Object> request = request(shared());
    assertThat(names(search(request))).containsExactly("ann", "bob", "cid", "dan", "eve");
    String sameStart = newExperiment();
    for (int i = 0; i < 5; i++) {
      newRun(sameStart, "run", 7);
    }
    assertThat(found(sameStart, "", "info.run_id")).hasSize(5).isSorted();
  }

  @Test
  void theViewTypeChoosesTheStage() {
    String experiment = newExperiment();
    newRun(experiment, "kept", 1);
    ok(post(RUNS + "delete", Map.of("run_id", newRun(experiment, "gone", 2))));
    Map<String, Object> request = request(experiment);
    assertThat(names(search(request))).containsExactly("kept");
    request.put("run_view_type", "ACTIVE_ONLY");
    assertThat(names(search(request))).containsExactly("kept");
    request.put("run_view_type", "DELETED_ONLY");
    assertThat(names(search(request))).containsExactly("gone");
    request.put("run_view_type", "ALL");
    assertThat(names(search(request))).containsExactly("gone", "kept");
    request.put("run_view_type", 2);
    assertThat(names(search(request))).containsExactly("gone");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "metrics.a ~ 1              | Invalid comparator '~' not one of '{'=', '!=', '>', '>=', '<', '<='",
        "metrics.a > 'x'            | Expected numeric value type for metric. Found 'x' (at position 13)",
        "metrics.a >                | (at position 12)",
        "metrics.a LIKE 5           | Invalid comparator 'LIKE' not one of '{'=', '!=', '>', '>=', '<', '<=', 'BETWEEN'",
        "metrics.a > 1 AND OR       | Invalid clause(s) in filter string: 'OR' (at position 19)",
        "metrics.a > 1 AN params.b = 'c' | Invalid clause(s) in filter string: 'AN' (at position 15)",
        "params.a > 'x'             | Invalid comparator '>' not one of",
        "tags.a = 5                 | Expected a quoted string value for tag (e.g. 'my-value'). Got value 5 (at position 10)",
        "tags.a = x                 | Parameter value is either not quoted or unidentified quote types used for string value x. Use either single or double quotes. (at position 10)",
        "params.a = 'x              | Invalid clause(s) in filter string: the quote is never closed (at position 12)",
        "foo.a = 'x'                | Invalid entity type 'foo'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset'] (at position 1)",
        "attributes.bar = 'x'       | Invalid attribute key 'bar' specified. Valid keys are",
        "dataset.size = 'x'         | Invalid dataset key 'size' specified",
        "status                     | Invalid clause(s) in filter string: it ends where a comparison goes on (at position 7)",
        "run_id IN ()               | expected a non-empty list of string values, but got empty list (at position 12)",
        "start_time > 'yesterday'   | Expected numeric value type for numeric attribute: start_time. Found 'yesterday' (at position 14)",
        "(run_name = 'x'            | (at position 16)",
        "params.a IN ('x', 5)       | got different type in list: 5 (at position 19)",
        "start_time > 1e9999        | Invalid number '1e9999' (at position 14)",
      })
  void aBadFilterIsRefusedWithItsPosition(String filter, String message) {
    Map<String, Object> request = request(newExperiment());
    request.put("filter", filter);
    assertInvalid(post(RUNS + "search", request), message);
  }

  @Test
  void aBadFilterIsShownWithACaretBelowTheFault() {
    Map<String, Object> request = request(newExperiment());
    request.put("filter", "metrics.a > 1 AND bar = 'x'");
    assertInvalid(
        post(RUNS + "search", request),
        " (at position 19)\nmetrics.a > 1 AND bar = 'x'\n                  ^");
    request.put("filter", "run_name = 'a\0'");
    assertInvalid(post(RUNS + "search", request), "");
  }

  @Test
  void aBadOrderOrPageSizeIsRefused() {
    Map<String, Object> request = request("0");
    request.put("order_by", List.of("metrics.a DSC"));
    assertInvalid(
        post(RUNS + "search", request), "Invalid ordering key in order_by clause 'metrics.a DSC'.");
    request.put("order_by", List.of("metrics.a", "metrics.a DESC"));
    assertInvalid(post(RUNS + "search", request), "`order_by` contains duplicate fields");
    request.put("order_by", List.of("dataset.name"));
    assertInvalid(post(RUNS + "search", request), "Invalid identifier type 'dataset'");
    request.remove("order_by");
    request.put("max_results", 0);
    assertInvalid(
        post(RUNS + "search", request),
        "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer");
    request.put("max_results", 50_001);
    assertInvalid(
        post(RUNS + "search", request), "Invalid value 50001 for parameter 'max_results' supplied");
    request.put("max_results", 1);
    request.put("experiment_ids", List.of("x"));
    assertInvalid(post(RUNS + "search", request), "Invalid experiment ID 'x'.");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201})
  void aFilterHasABound(int clauses) {
    Map<String, Object> request = request("0");
    request.put("filter", String.join(" AND ", Collections.nCopies(clauses, "tags.a='b'")));
    if (clauses <= 200) {
      ok(post(RUNS + "search", request));
    } else {
      assertInvalid(post(RUNS + "search", request), "more than 200 comparisons");
    }
  }

  private static String shared;

  /** The fixture, made once: no test of it writes. */
  private static String shared() {
    if (shared == null) {
      shared = fixture();
    }
    return shared;
  }

  static Map<String, Object> request(String experiment) {
    return new HashMap<>(Map.of("experiment_ids", List.of(experiment)));
  }

  static JsonPath search(Map<String, Object> request) {
    return ok(post(RUNS + "search", request));
  }

  private static List<String> found(String experiment, String filter, String field) {
    Map<String, Object> request = request(experiment);
    request.put("filter", filter);
    List<String> found = search(request).getList("runs." + field);
    return found == null ? List.of() : found;
  }

  static List<String> names(JsonPath page) {
    List<String> names = page.getList("runs.info.run_name");
    return names == null ? List.of() : names;
  }

  /** All pages of so many rows, one after the other. */
  static List<String> walk(Map<String, Object> request, int pageSize) {
    Map<String, Object> next = new HashMap<>(request);
    next.put("max_results", pageSize);
    List<String> names = new ArrayList<>();
    String token;
    do {
      JsonPath page = search(next);
      names.addAll(names(page));
      token = page.getString("next_page_token");
      next.put("page_token", token);
    } while (token != null);
    return names;
  }
}
