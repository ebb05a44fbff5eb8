package dev.millrace.tracking.run;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertError;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class RunResourceTest {

  private static final String RUN_ID_MISSING = "Missing value for required parameter 'run_id'.";

  @Test
  void aRunIsMadeAndReadBack() {
    String experiment = newExperiment();
    JsonPath created =
        ok(
            post(
                RUNS + "create",
                Map.of(
                    "experiment_id",
                    experiment,
                    "user_id",
                    "ann",
                    "run_name",
                    "first",
                    "start_time",
                    1_700_000_000_123L,
                    "tags",
                    List.of(text("a", "1")))));
    String runId = created.getString("run.info.run_id");
    assertThat(runId).matches("[0-9a-f]{32}");
    Map<String, Object> info = new HashMap<>();
    info.put("run_id", runId);
    info.put("run_uuid", runId);
    info.put("run_name", "first");
    info.put("experiment_id", experiment);
    info.put("user_id", "ann");
    info.put("status", "RUNNING");
    info.put("start_time", 1_700_000_000_123L);
    info.put("artifact_uri", "mlflow-artifacts:/" + experiment + "/" + runId + "/artifacts");
    info.put("lifecycle_stage", "active");
    assertThat(created.getMap("run.info")).isEqualTo(info);
    assertThat(created.getList("run.data.tags"))
        .isEqualTo(List.of(text("a", "1"), text("mlflow.runName", "first")));
    assertThat(created.getMap("run")).doesNotContainKey("outputs");
    Map<String, Object> read = new HashMap<>(run(runId).getMap("run"));
    assertThat(read.remove("outputs")).isEqualTo(Map.of());
    assertThat(read).isEqualTo(created.getMap("run"));
  }

  @Test
  void aRunWithoutNameGetsOne() {
    JsonPath created = ok(post(RUNS + "create", Map.of("experiment_id", newExperiment())));
    String name = created.getString("run.info.run_name");
    assertThat(name).matches("[a-z]+-[a-z]+-\\d+");
    assertThat(created.getList("run.data.tags")).isEqualTo(List.of(text("mlflow.runName", name)));
    assertThat(created.getLong("run.info.start_time")).isZero();
  }

  @Test
  void theTagThatNamesARunNamesIt() {
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "experiment_id", newExperiment(),
                "tags", List.of(text("mlflow.runName", "by-tag"))));
    assertThat(ok(post(RUNS + "create", request)).getString("run.info.run_name"))
        .isEqualTo("by-tag");
    request.put("run_name", "by-field");
    assertInvalid(
        post(RUNS + "create", request),
        "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different"
            + " values (run_name='by-field', mlflow.runName='by-tag').");
  }

  @Test
  void createNamesAnActiveExperiment() {
    String message = "Missing value for required parameter 'experiment_id'.";
    assertInvalid(post(RUNS + "create", "{}"), message);
    assertInvalid(post(RUNS + "create", Map.of("experiment_id", "")), message);
    assertInvalid(
        post(RUNS + "create", Map.of("experiment_id", "x")),
        "Invalid experiment ID 'x'. Experiment ID must be a valid integer.");
    assertNotFound(
        post(RUNS + "create", Map.of("experiment_id", "987654321")),
        "No Experiment with id=987654321 exists");
    String experiment = newExperiment();
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
    assertInvalid(
        post(RUNS + "create", Map.of("experiment_id", experiment)),
        "The experiment "
            + experiment
            + " must be in the 'active' state. Current state is"
            + " deleted.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"experiment_id\":0}            | Invalid value 0 for parameter 'experiment_id' supplied:  Hint: Value was of type 'int'.",
        "{\"start_time\":\"x\"}           | Invalid value \"x\" for parameter 'start_time' supplied:  Hint: Value was of type 'str'.",
        "{\"start_time\":1.5}             | Invalid value 1.5 for parameter 'start_time' supplied",
        "{\"start_time\":9223372036854775808} | for parameter 'start_time' supplied",
        "{\"run_name\":[]}                | Invalid value [] for parameter 'run_name' supplied:  Hint: Value was of type 'list'.",
        "{\"run_name\":\"a\\u0000b\"}     | for parameter 'run_name' supplied",
        "{\"tags\":{}}                    | Invalid value {} for parameter 'tags' supplied:  Hint: Value was of type 'dict'.",
        "{\"tags\":[null]}                | for parameter 'tags",
        "{\"tags\":[{\"key\":true}]}      | Invalid value true for parameter 'tags[0].key' supplied:  Hint: Value was of type 'bool'.",
        "{\"tags\":[{\"value\":\"v\"}],\"experiment_id\":\"0\"} | Missing value for required parameter 'tags[0].key'.",
      })
  void aFieldOfTheWrongTypeIsNamed(String body, String message) {
    assertInvalid(post(RUNS + "create", body), message);
  }

  @Test
  void aNumberMayComeAsAString() {
    JsonPath created =
        ok(post(RUNS + "create", Map.of("experiment_id", newExperiment(), "start_time", "12345")));
    assertThat(created.getLong("run.info.start_time")).isEqualTo(12345);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nope                 | The request body is not valid JSON",
        "{\"run_id\":          | The request body is not valid JSON",
        "{} {}                | The request body is not valid JSON",
        "[]                   | The request body must be a JSON object, got list.",
        "[{\"run_id\":\"x\"}] | The request body must be a JSON object, got list.",
        "\"text\"             | The request body must be a JSON object, got str.",
        "5                    | The request body must be a JSON object, got int.",
      })
  void aBodyThatIsNoObjectIsRefused(String body, String message) {
    for (String route : List.of("create", "update", "log-batch", "search")) {
      assertError(post(RUNS + route, body), 400, "BAD_REQUEST", message);
    }
  }

  @Test
  void deeplyNestedJsonIsRefused() {
    String deep = "{\"x\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}";
    assertError(post(RUNS + "create", deep), 400, "BAD_REQUEST", "not valid JSON");
  }

  @Test
  void aRunMayBeNamedByItsOldFieldToo() {
    String runId = newRun();
    for (Map<String, String> names :
        List.of(
            Map.of("run_id", runId),
            Map.of("run_uuid", runId),
            Map.of("run_id", runId, "run_uuid", runId))) {
      Map<String, Object> body = new HashMap<>(names);
      body.putAll(Map.of("key", "k", "value", "1", "timestamp", 1));
      assertThat(ok(get(RUNS + "get", names)).getString("run.info.run_id")).isEqualTo(runId);
      ok(post(RUNS + "update", names));
      ok(post(RUNS + "log-parameter", body));
      ok(post(RUNS + "set-tag", body));
      body.put("value", 1);
      ok(post(RUNS + "log-metric", body));
    }
    JsonPath run = run(runId);
    assertThat(run.getList("run.data.params")).isEqualTo(List.of(text("k", "1")));
    assertThat(run.getList("run.data.metrics.key")).isEqualTo(List.of("k"));
    assertThat(run.getList("run.data.tags")).contains(text("k", "1"));
  }

  @Test
  void everyRouteAsksForTheRun() {
    assertInvalid(get(RUNS + "get", Map.of()), RUN_ID_MISSING);
    for (String route :
        List.of(
            "update",
            "delete",
            "restore",
            "log-batch",
            "log-metric",
            "log-parameter",
            "set-tag",
            "delete-tag",
            "log-inputs",
            "outputs",
            "log-model")) {
      assertInvalid(post(RUNS + route, "{}"), RUN_ID_MISSING);
      assertInvalid(post(RUNS + route, ""), RUN_ID_MISSING);
    }
  }

  @Test
  void anUnknownRunIsNotFoundByEveryRoute() {
    Map<String, Object> unknown =
        Map.of(
            "run_id", "nobody",
            "key", "k",
            "value", "1",
            "models", List.of(),
            "model_json", modelJson("nobody"));
    String message = "Run with id=nobody not found";
    assertNotFound(get(RUNS + "get", unknown), message);
    for (String route :
        List.of(
            "update",
            "delete",
            "restore",
            "log-batch",
            "log-parameter",
            "set-tag",
            "delete-tag",
            "log-inputs",
            "outputs",
            "log-model")) {
      assertNotFound(post(RUNS + route, unknown), message);
    }
    assertNotFound(
        post(
            RUNS + "log-metric",
            Map.of("run_id", "nobody", "key", "k", "value", 1, "timestamp", 1)),
        message);
  }

  @Test
  void updateChangesWhatItNamesAndKeepsTheRest() {
    String runId = newRun();
    JsonPath ended =
        ok(post(RUNS + "update", Map.of("run_id", runId, "status", "FINISHED", "end_time", 99)));
    assertThat(ended.getString("run_info.status")).isEqualTo("FINISHED");
    assertThat(ended.getLong("run_info.end_time")).isEqualTo(99);
    assertThat(ended.getString("run_info.run_name")).isEqualTo("a-run");
    ok(post(RUNS + "update", Map.of("run_id", runId, "run_name", "renamed")));
    ok(post(RUNS + "update", Map.of("run_id", runId, "run_name", "")));
    JsonPath run = run(runId);
    assertThat(run.getString("run.info.run_name")).isEqualTo("renamed");
    assertThat(run.getString("run.info.status")).isEqualTo("FINISHED");
    assertThat(run.getList("run.data.tags")).isEqualTo(List.of(text("mlflow.runName", "renamed")));
  }

  @ParameterizedTest
  @CsvSource({"4,FAILED", "KILLED,KILLED", "finished,FINISHED"})
  void aStatusIsNamedOrNumbered(String given, String status) {
    JsonPath updated = ok(post(RUNS + "update", Map.of("run_id", newRun(), "status", given)));
    assertThat(updated.getString("run_info.status")).isEqualTo(status);
  }

  @Test
  void anUnknownEnumConstantIsAnInvalidValue() {
    assertInvalid(
        post(RUNS + "update", Map.of("run_id", newRun(), "status", "DONE")),
        "Invalid value \"DONE\" for parameter 'status' supplied");
    assertInvalid(
        post(RUNS + "update", Map.of("run_id", newRun(), "status", 77)),
        "Invalid value 77 for parameter 'status' supplied");
    assertInvalid(
        post(RUNS + "search", Map.of("run_view_type", "ZZ")),
        "Invalid value \"ZZ\" for parameter 'run_view_type' supplied");
    assertInvalid(
        post(EXPERIMENTS + "search", Map.of("view_type", "NOPE")),
        "Invalid value \"NOPE\" for parameter 'view_type' supplied");
    assertInvalid(
        get(EXPERIMENTS + "search", Map.of("view_type", "NOPE")),
        "Invalid value \"NOPE\" for parameter 'view_type' supplied");
  }

  @Test
  void aDeletedRunIsReadButNotWritten() {
    String runId = newRun();
    ok(post(RUNS + "set-tag", Map.of("run_id", runId, "key", "k", "value", "old")));
    ok(post(RUNS + "delete", Map.of("run_id", runId)));
    ok(post(RUNS + "delete", Map.of("run_id", runId)));
    assertThat(run(runId).getString("run.info.lifecycle_stage")).isEqualTo("deleted");
    Map<String, Object> body =
        Map.of(
            "run_id",
            runId,
            "key",
            "k",
            "value",
            "1",
            "models",
            List.of(),
            "model_json",
            modelJson(runId));
    String message =
        "The run " + runId + " must be in the 'active' state. Current state is deleted.";
    for (String route :
        List.of(
            "update",
            "log-batch",
            "log-parameter",
            "set-tag",
            "delete-tag",
            "log-inputs",
            "outputs",
            "log-model")) {
      assertInvalid(post(RUNS + route, body), message);
    }
    assertInvalid(
        post(RUNS + "log-metric", Map.of("run_id", runId, "key", "k", "value", 1, "timestamp", 1)),
        message);
    ok(post(RUNS + "restore", Map.of("run_id", runId)));
    JsonPath run = run(runId);
    assertThat(run.getString("run.info.lifecycle_stage")).isEqualTo("active");
    assertThat(run.getList("run.data.tags")).contains(text("k", "old"));
    ok(post(RUNS + "set-tag", body));
  }

  @Test
  void aTagIsSetAndDeleted() {
    String runId = newRun();
    Map<String, String> tag = Map.of("run_id", runId, "key", "k", "value", "v");
    ok(post(RUNS + "set-tag", tag));
    ok(post(RUNS + "delete-tag", tag));
    assertThat(run(runId).getList("run.data.tags.key")).isEqualTo(List.of("mlflow.runName"));
    assertNotFound(post(RUNS + "delete-tag", tag), "No tag with name: k in run with id " + runId);
    assertInvalid(
        post(RUNS + "set-tag", Map.of("run_id", runId, "value", "v")),
        "Missing value for required parameter 'key'.");
  }

  @Test
  void theTagThatNamesARunRenamesIt() {
    String runId = newRun();
    ok(
        post(
            RUNS + "set-tag",
            Map.of("run_id", runId, "key", "mlflow.runName", "value", "renamed")));
    assertThat(run(runId).getString("run.info.run_name")).isEqualTo("renamed");
    ok(post(RUNS + "set-tag", Map.of("run_id", runId, "key", "mlflow.runName", "value", "")));
    assertThat(run(runId).getString("run.info.run_name")).isEqualTo("renamed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/2.0/mlflow/runs/get", "/ajax-api/2.0/mlflow/runs/get"})
  void bothPrefixesAnswer(String path) {
    String runId = newRun();
    Response response = get(path, Map.of("run_id", runId));
    assertThat(ok(response).getString("run.info.run_id")).isEqualTo(runId);
  }

  private static String modelJson(String runId) {
    return "{\"run_id\":\""
        + runId
        + "\",\"artifact_path\":\"m\",\"utc_time_created\":\"now\","
        + "\"flavors\":{}}";
  }
}
