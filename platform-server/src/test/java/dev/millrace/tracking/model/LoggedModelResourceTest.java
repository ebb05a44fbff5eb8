package dev.millrace.tracking.model;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.MODELS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.logMetrics;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.noise;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.patch;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class LoggedModelResourceTest {

  @Test
  void aModelIsMadePendingAndReadBack() {
    String experiment = newExperiment();
    String runId = newRun(experiment, "r", 1);
    JsonPath created =
        ok(
            post(
                MODELS,
                Map.of(
                    "experiment_id",
                    experiment,
                    "name",
                    "forest",
                    "model_type",
                    "classifier",
                    "source_run_id",
                    runId,
                    "params",
                    List.of(text("depth", "3")),
                    "tags",
                    List.of(text("b", "2"), text("a", "1")))));
    String id = created.getString("model.info.model_id");
    assertThat(id).matches("m-[0-9a-f]{32}");
    assertThat(created.getString("model.info.status")).isEqualTo("LOGGED_MODEL_PENDING");
    assertThat(created.getString("model.info.artifact_uri"))
        .isEqualTo("mlflow-artifacts:/" + experiment + "/models/" + id + "/artifacts");
    assertThat(created.getString("model.info.source_run_id")).isEqualTo(runId);
    assertThat(created.getString("model.info.model_type")).isEqualTo("classifier");
    assertThat(created.getList("model.info.tags"))
        .isEqualTo(List.of(text("a", "1"), text("b", "2")));
    assertThat(created.getList("model.data.params")).isEqualTo(List.of(text("depth", "3")));
    assertThat(model(id).getMap("model")).isEqualTo(created.getMap("model"));
  }

  @Test
  void aModelWithoutNameGetsOne() {
    assertThat(
            ok(post(MODELS, Map.of("experiment_id", newExperiment()))).getString("model.info.name"))
        .matches("[a-z]+-[a-z]+-\\d+");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "a/b", "a:b", "a%b", "a\"b"})
  void anUnusableNameIsRefused(String name) {
    assertInvalid(
        post(MODELS, Map.of("experiment_id", newExperiment(), "name", name)),
        "Invalid model name ('" + name + "') provided.");
  }

  @Test
  void aNameWithAQuoteIsRefusedInTheOther() {
    assertInvalid(
        post(MODELS, Map.of("experiment_id", newExperiment(), "name", "a'b")),
        "Invalid model name (\"a'b\") provided.");
  }

  @Test
  void createNamesAnActiveExperiment() {
    assertInvalid(post(MODELS, "{}"), "Missing value for required parameter 'experiment_id'.");
    assertNotFound(
        post(MODELS, Map.of("experiment_id", "987654321")),
        "No Experiment with id=987654321 exists");
    String experiment = newExperiment();
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
    assertInvalid(
        post(MODELS, Map.of("experiment_id", experiment)), "must be in the 'active' state");
  }

  @Test
  void theIdOfTheSourceRunHasABound() {
    assertInvalid(
        post(MODELS, Map.of("experiment_id", newExperiment(), "source_run_id", noise(9000))),
        "'source_run_id' exceeds the maximum length of 250 characters");
  }

  @Test
  void aModelIsFinalized() {
    String id = newModel(newExperiment(), "m");
    JsonPath done =
        ok(patch(MODELS + "/" + id, Map.of("model_id", id, "status", "LOGGED_MODEL_READY")));
    assertThat(done.getString("model.info.status")).isEqualTo("LOGGED_MODEL_READY");
    assertThat(model(id).getString("model.info.status")).isEqualTo("LOGGED_MODEL_READY");
    assertInvalid(
        patch(MODELS + "/" + id, Map.of("model_id", id)),
        "Missing value for required parameter 'status'.");
    assertInvalid(
        patch(MODELS + "/" + id, Map.of("model_id", id, "status", "DONE")),
        "Invalid value \"DONE\" for parameter 'status' supplied");
  }

  @Test
  void aDeletedModelIsFoundOnlyWhenAskedFor() {
    String experiment = newExperiment();
    String id = newModel(experiment, "m");
    ok(given().delete(MODELS + "/" + id));
    assertNotFound(
        get(MODELS + "/" + id, Map.of()), "Logged model with ID '" + id + "' not found.");
    assertThat(
            ok(get(MODELS + "/" + id, Map.of("allow_deleted", "true")))
                .getString("model.info.model_id"))
        .isEqualTo(id);
    assertThat(found(experiment, "")).isEmpty();
  }

  @Test
  void anUnknownModelIsNotFoundByEveryRoute() {
    String path = MODELS + "/m-nobody";
    Map<String, Object> body = Map.of("model_id", "m-nobody", "status", "LOGGED_MODEL_READY");
    String message = "Logged model with ID 'm-nobody' not found.";
    assertNotFound(get(path, Map.of()), message);
    assertNotFound(patch(path, body), message);
    assertNotFound(given().delete(path), message);
    assertNotFound(post(path + "/params", body), message);
    assertNotFound(patch(path + "/tags", body), message);
    assertNotFound(given().delete(path + "/tags/k"), message);
  }

  @Test
  void paramsAreAddedAndNeverChanged() {
    String id = newModel(newExperiment(), "m");
    for (int i = 0; i < 2; i++) {
      ok(logParams(id, List.of(text("a", "1"))));
    }
    assertInvalid(
        logParams(id, List.of(text("b", "new"), text("a", "2"))),
        "Changing param values is not allowed.");
    assertThat(model(id).getList("model.data.params")).isEqualTo(List.of(text("a", "1")));
    assertInvalid(
        logParams(id, List.of(text("k".repeat(251), "1"))), "exceeds the maximum length of 250");
  }

  @Test
  void tagsAreSetReplacedAndDeleted() {
    String id = newModel(newExperiment(), "m");
    ok(patch(MODELS + "/" + id + "/tags", Map.of("tags", List.of(text("a/b", "1")))));
    ok(patch(MODELS + "/" + id + "/tags", Map.of("tags", List.of(text("a/b", "2")))));
    assertThat(model(id).getList("model.info.tags")).isEqualTo(List.of(text("a/b", "2")));
    ok(given().delete(MODELS + "/" + id + "/tags/a/b"));
    assertNotFound(
        given().delete(MODELS + "/" + id + "/tags/a/b"),
        "No tag with key 'a/b' found for model with ID '" + id + "'.");
  }

  @Test
  void metricsOfAModelAreKeptByRunAndDataset() {
    String experiment = newExperiment();
    String id = newModel(experiment, "m");
    String runId = newRun(experiment, "r", 1);
    measure(runId, id, "acc", 0.5, 1, null);
    measure(runId, id, "acc", 0.75, 2, null);
    measure(runId, id, "acc", 0.25, 1, "test");
    JsonPath model = model(id);
    assertThat(model.getList("model.data.metrics.value")).isEqualTo(List.of(0.75, 0.25));
    assertThat(model.getList("model.data.metrics.run_id")).isEqualTo(List.of(runId, runId));
    assertThat(model.getString("model.data.metrics[1].dataset_name")).isEqualTo("test");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "none",
      value = {
        "name = 'ant'                     | ant",
        "name LIKE '%t'                   | cat bat ant",
        "model_type = 'tree'              | ant",
        "params.depth = '3'               | bat ant",
        "params.depth IS NULL             | cat",
        "tags.`team` ILIKE 'X'            | cat",
        "metrics.acc > 0.4                | bat",
        "metrics.acc < 1                  | bat ant",
        "status = 'LOGGED_MODEL_PENDING'  | cat bat ant",
        "name = 'ant' OR metrics.acc > 0.4 | bat ant",
        "source_run_id = 'none'           | none",
        "creation_timestamp_ms > 1        | cat bat ant",
        "creation_time > now() - 1d       | cat bat ant",
        "name = ant                       | ant",
        "model_type != 'x'                | ant",
        "model_type IS NULL               | cat bat",
        "lifecycle_stage = active         | cat bat ant",
        "params.depth >= 3                | bat ant",
        "tags.team IN ('x', 'y')          | cat",
        "metrics.acc BETWEEN 0.3 AND 0.6  | bat",
        "metrics.acc IN (0.25, 7)         | ant",
        "metrics.acc IS NULL              | cat",
        "metrics.acc.count = 1            | bat ant",
        "metrics.acc.max < 0.3            | ant",
        "TEA                              | cat",
        "at AND NOT metrics.acc > 0       | cat",
      })
  void aFilterFindsWhatItSays(String filter, String names) {
    assertThat(found(shared(), filter))
        .isEqualTo(names == null ? List.of() : List.of(names.split(" ")));
  }

  @ParameterizedTest
  @CsvSource({
    "name, true, ant bat cat",
    "name, false, cat bat ant",
    "metrics.acc, true, ant bat cat",
    "metrics.acc, false, bat ant cat",
    "model_type, false, ant cat bat"
  })
  void anOrderHoldsAcrossPages(String field, boolean ascending, String names) {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "experiment_ids", List.of(shared()),
                "order_by", List.of(Map.of("field_name", field, "ascending", ascending)),
                "max_results", 1));
    List<String> walked = new ArrayList<>();
    String token;
    do {
      JsonPath page = ok(post(MODELS + "/search", request));
      walked.addAll(page.getList("models.info.name", String.class));
      token = page.getString("next_page_token");
      request.put("page_token", token);
    } while (token != null);
    assertThat(walked).containsExactly(names.split(" "));
  }

  @Test
  void aSearchMayNameTheDatasetsThatCount() {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "experiment_ids", List.of(shared()),
                "datasets", List.of(Map.of("dataset_name", "test"))));
    assertThat(ok(post(MODELS + "/search", request)).getList("models.info.name"))
        .isEqualTo(List.of("ant"));
    request.put("datasets", List.of(Map.of("dataset_digest", "d")));
    assertInvalid(
        post(MODELS + "/search", request),
        "`dataset_name` in the `datasets` clause must be specified.");
  }

  @Test
  void aMetricHasTheValuesOfAllItsPoints() {
    String experiment = newExperiment();
    String id = newModel(experiment, "m");
    String runId = newRun(experiment, "r", 1);
    for (int step = 1; step <= 3; step++) {
      measure(runId, id, "loss", List.of(5.0, 1.0, 3.0).get(step - 1), step, null);
    }
    for (String filter :
        List.of("loss = 5", "loss = 1", "loss < 2", "loss > 4", "loss != 3", "`loss`.first = 5")) {
      assertThat(found(experiment, "metrics." + filter)).as(filter).containsExactly("m");
    }
    for (String filter : List.of("loss = 4", "loss > 5", "loss < 1", "loss.last > 3")) {
      assertThat(found(experiment, "metrics." + filter)).as(filter).isEmpty();
    }
  }

  @Test
  void anOrderMayNameAMetricOnceForEachDataset() {
    String experiment = newExperiment();
    String runId = newRun(experiment, "r", 1);
    for (String name : List.of("a", "b", "c")) {
      String id = newModel(experiment, name);
      measure(runId, id, "acc", name.equals("a") ? 0.9 : 0.1, 1, "train");
      measure(runId, id, "acc", name.equals("b") ? 0.9 : 0.2, 1, "test");
    }
    Map<String, Object> request =
        Map.of(
            "experiment_ids",
            List.of(experiment),
            "order_by",
            List.of(
                Map.of("field_name", "metrics.acc", "dataset_name", "train"),
                Map.of("field_name", "metrics.acc", "dataset_name", "test", "ascending", false)));
    assertThat(ok(post(MODELS + "/search", request)).getList("models.info.name"))
        .isEqualTo(List.of("b", "c", "a"));
  }

  @Test
  void aBadSearchIsRefused() {
    assertInvalid(
        post(MODELS + "/search", "{}"), "Missing value for required parameter 'experiment_ids'.");
    Map<String, Object> request = new HashMap<>(Map.of("experiment_ids", List.of("0")));
    request.put("filter", "params.a > 'x'");
    assertInvalid(post(MODELS + "/search", request), "Invalid comparator '>'");
    request.remove("filter");
    request.put("order_by", List.of(Map.of("field_name", "params.a")));
    assertInvalid(post(MODELS + "/search", request), "Invalid order by field name: params.a");
    request.put("order_by", List.of(Map.of("field_name", "foo")));
    assertInvalid(post(MODELS + "/search", request), "Invalid order by field name: foo");
    request.put("order_by", List.of(Map.of("field_name", "attributes.foo")));
    assertInvalid(post(MODELS + "/search", request), "Invalid attribute key 'foo'");
    request.put("order_by", List.of(Map.of()));
    assertInvalid(
        post(MODELS + "/search", request),
        "Missing value for required parameter 'order_by[0].field_name'.");
  }

  private static String shared;

  /** Three models, ant the oldest: ant (acc 0.25, on test), bat (acc 0.5), cat (no metric). */
  private static String shared() {
    if (shared == null) {
      String experiment = newExperiment();
      String runId = newRun(experiment, "r", 1);
      Map<String, Object> request =
          new HashMap<>(
              Map.of(
                  "experiment_id",
                  experiment,
                  "name",
                  "ant",
                  "model_type",
                  "tree",
                  "params",
                  List.of(text("depth", "3"))));
      String ant = ok(post(MODELS, request)).getString("model.info.model_id");
      request.put("name", "bat");
      request.remove("model_type");
      String bat = ok(post(MODELS, request)).getString("model.info.model_id");
      ok(
          post(
              MODELS,
              Map.of(
                  "experiment_id", experiment, "name", "cat", "tags", List.of(text("team", "x")))));
      measure(runId, ant, "acc", 0.25, 1, "test");
      measure(runId, bat, "acc", 0.5, 1, null);
      shared = experiment;
    }
    return shared;
  }

  private static void measure(
      String runId, String modelId, String key, double value, long step, String dataset) {
    Map<String, Object> metric =
        new HashMap<>(
            Map.of("key", key, "value", value, "timestamp", 1, "step", step, "model_id", modelId));
    if (dataset != null) {
      metric.put("dataset_name", dataset);
      metric.put("dataset_digest", "d");
    }
    ok(logMetrics(runId, List.of(metric)));
  }

  private static Response logParams(String modelId, List<Map<String, String>> params) {
    return post(MODELS + "/" + modelId + "/params", Map.of("model_id", modelId, "params", params));
  }

  private static String newModel(String experiment, String name) {
    return ok(post(MODELS, Map.of("experiment_id", experiment, "name", name)))
        .getString("model.info.model_id");
  }

  private static JsonPath model(String id) {
    return ok(get(MODELS + "/" + id, Map.of()));
  }

  private static List<String> found(String experiment, String filter) {
    List<String> names =
        ok(post(
                MODELS + "/search",
                Map.of("experiment_ids", List.of(experiment), "filter", filter)))
            .getList("models.info.name");
    return names == null ? List.of() : names;
  }
}
