package dev.millrace.tracking.experiment;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class ExperimentResourceTest {

  @Test
  void theDefaultExperimentIsThere() {
    JsonPath experiment = ok(get(EXPERIMENTS + "get", Map.of("experiment_id", "0")));
    assertThat(experiment.getString("experiment.name")).isEqualTo("Default");
    assertThat(experiment.getString("experiment.artifact_location"))
        .isEqualTo("mlflow-artifacts:/0");
  }

  @Test
  void anExperimentIsMadeAndReadBack() {
    String name = uniqueName();
    String id =
        ok(post(
                EXPERIMENTS + "create",
                Map.of("name", name, "tags", List.of(text("b", "2"), text("a", "1")))))
            .getString("experiment_id");
    JsonPath byId = ok(get(EXPERIMENTS + "get", Map.of("experiment_id", id)));
    JsonPath byName = ok(get(EXPERIMENTS + "get-by-name", Map.of("experiment_name", name)));
    assertThat(byName.getMap("experiment")).isEqualTo(byId.getMap("experiment"));
    assertThat(byId.getString("experiment.name")).isEqualTo(name);
    assertThat(byId.getString("experiment.experiment_id")).isEqualTo(id);
    assertThat(byId.getString("experiment.artifact_location")).isEqualTo("mlflow-artifacts:/" + id);
    assertThat(byId.getString("experiment.lifecycle_stage")).isEqualTo("active");
    assertThat(byId.getLong("experiment.creation_time"))
        .isPositive()
        .isEqualTo(byId.getLong("experiment.last_update_time"));
    assertThat(byId.getList("experiment.tags")).isEqualTo(List.of(text("a", "1"), text("b", "2")));
  }

  @Test
  void aTakenNameIsRefusedAlsoWhenDeleted() {
    String name = uniqueName();
    String id = create(name);
    String message = "Experiment(name=" + name + ") already exists.";
    assertError(
        post(EXPERIMENTS + "create", Map.of("name", name)),
        400,
        "RESOURCE_ALREADY_EXISTS",
        message);
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", id)));
    assertError(
        post(EXPERIMENTS + "create", Map.of("name", name)),
        400,
        "RESOURCE_ALREADY_EXISTS",
        message);
  }

  @Test
  void ofConcurrentCreatorsOfANameOneSucceeds() throws Exception {
    String name = uniqueName();
    int callers = 8;
    CyclicBarrier start = new CyclicBarrier(callers);
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    try {
      List<Future<Response>> calls = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        calls.add(
            pool.submit(
                () -> {
                  start.await();
                  return post(EXPERIMENTS + "create", Map.of("name", name));
                }));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Response> call : calls) {
        statuses.add(call.get().statusCode());
      }
      assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 400);
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void createChecksNameAndTags() {
    assertInvalid(
        post(EXPERIMENTS + "create", "{}"), "Missing value for required parameter 'name'.");
    assertInvalid(
        post(EXPERIMENTS + "create", Map.of("name", "x".repeat(501))),
        "'name' exceeds the maximum length of 500 characters");
    assertInvalid(
        post(
            EXPERIMENTS + "create",
            Map.of("name", uniqueName(), "tags", List.of(text("k", "v".repeat(20_001))))),
        "'value' exceeds the maximum length of 20000 characters");
    assertInvalid(
        post(EXPERIMENTS + "create", Map.of("name", 5)),
        "Invalid value 5 for parameter 'name' supplied:  Hint: Value was of type 'int'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/etc",
        "file:///etc",
        "s3://bucket/x",
        "http://169.254.169.254/",
        "mlflow-artifacts:/../x",
        "mlflow-artifacts:/a/./b",
        "mlflow-artifacts:/a//b",
        "mlflow-artifacts:/a?b",
        "mlflow-artifacts:/",
        "mlflow-artifacts://host/a",
      })
  void aLocationOutsideTheServerIsRefused(String location) {
    assertInvalid(
        post(EXPERIMENTS + "create", Map.of("name", uniqueName(), "artifact_location", location)),
        "for parameter 'artifact_location' supplied");
  }

  @Test
  void aLocationOfTheServerIsKept() {
    String id =
        ok(post(
                EXPERIMENTS + "create",
                Map.of("name", uniqueName(), "artifact_location", "mlflow-artifacts:/team/x/")))
            .getString("experiment_id");
    assertThat(run(newRun(id, "r", 1)).getString("run.info.artifact_uri"))
        .startsWith("mlflow-artifacts:/team/x/");
  }

  @Test
  void anUnknownExperimentIsNotFoundByEveryRoute() {
    Map<String, String> unknown =
        Map.of("experiment_id", "987654321", "new_name", "n", "key", "k", "value", "v");
    String message = "No Experiment with id=987654321 exists";
    assertNotFound(get(EXPERIMENTS + "get", unknown), message);
    for (String route :
        List.of("delete", "restore", "update", "set-experiment-tag", "delete-experiment-tag")) {
      assertNotFound(post(EXPERIMENTS + route, unknown), message);
    }
    assertNotFound(
        get(EXPERIMENTS + "get-by-name", Map.of("experiment_name", "nobody")),
        "Could not find experiment with name 'nobody'");
  }

  @Test
  void anIdIsAWholeNumber() {
    Map<String, String> wrong =
        Map.of("experiment_id", "abc", "new_name", "n", "key", "k", "value", "v");
    String message = "Invalid experiment ID 'abc'. Experiment ID must be a valid integer.";
    assertInvalid(get(EXPERIMENTS + "get", wrong), message);
    for (String route :
        List.of("delete", "restore", "update", "set-experiment-tag", "delete-experiment-tag")) {
      assertInvalid(post(EXPERIMENTS + route, wrong), message);
      assertInvalid(
          post(EXPERIMENTS + route, "{}"), "Missing value for required parameter 'experiment_id'.");
    }
  }

  @Test
  void deletingAnExperimentDeletesItsRunsAndRestoringRestoresThem() {
    String id = newExperiment();
    String runId = newRun(id, "r", 1);
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", id)));
    assertThat(stage(id)).isEqualTo("deleted");
    assertThat(run(runId).getString("run.info.lifecycle_stage")).isEqualTo("deleted");
    assertNotFound(
        post(EXPERIMENTS + "delete", Map.of("experiment_id", id)),
        "No Experiment with id=" + id + " exists");
    assertInvalid(
        post(
            EXPERIMENTS + "set-experiment-tag",
            Map.of("experiment_id", id, "key", "k", "value", "v")),
        "must be in the 'active' state");
    assertError(
        post(EXPERIMENTS + "update", Map.of("experiment_id", id, "new_name", uniqueName())),
        500,
        "INVALID_STATE",
        "Cannot rename a non-active experiment.");
    ok(post(EXPERIMENTS + "restore", Map.of("experiment_id", id)));
    assertThat(stage(id)).isEqualTo("active");
    assertThat(run(runId).getString("run.info.lifecycle_stage")).isEqualTo("active");
    assertNotFound(
        post(EXPERIMENTS + "restore", Map.of("experiment_id", id)),
        "No Experiment with id=" + id + " exists");
  }

  @Test
  void anExperimentIsRenamedToAFreeName() {
    String taken = uniqueName();
    create(taken);
    String id = newExperiment();
    String newName = uniqueName();
    ok(post(EXPERIMENTS + "update", Map.of("experiment_id", id, "new_name", newName)));
    assertThat(name(id)).isEqualTo(newName);
    assertError(
        post(EXPERIMENTS + "update", Map.of("experiment_id", id, "new_name", taken)),
        400,
        "RESOURCE_ALREADY_EXISTS",
        "Experiment(name=" + taken + ") already exists.");
    assertThat(name(id)).isEqualTo(newName);
    assertInvalid(
        post(EXPERIMENTS + "update", Map.of("experiment_id", id)),
        "Missing value for required parameter 'new_name'.");
  }

  @Test
  void tagsAreSetReplacedAndDeleted() {
    String id = newExperiment();
    Map<String, String> tag = new HashMap<>(Map.of("experiment_id", id, "key", "k", "value", "1"));
    ok(post(EXPERIMENTS + "set-experiment-tag", tag));
    tag.put("value", "2");
    ok(post(EXPERIMENTS + "set-experiment-tag", tag));
    assertThat(ok(get(EXPERIMENTS + "get", Map.of("experiment_id", id))).getList("experiment.tags"))
        .isEqualTo(List.of(text("k", "2")));
    ok(post(EXPERIMENTS + "delete-experiment-tag", tag));
    assertNotFound(
        post(EXPERIMENTS + "delete-experiment-tag", tag),
        "No tag with name: k in experiment with id " + id);
  }

  @Test
  void searchFiltersByNameAndTag() {
    String prefix = uniqueName();
    String red = create(prefix + "-Red");
    String blue = create(prefix + "-blue");
    String gone = create(prefix + "-gone");
    ok(
        post(
            EXPERIMENTS + "set-experiment-tag",
            Map.of("experiment_id", red, "key", "mlflow.team", "value", "x")));
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", gone)));
    String like = "name LIKE '" + prefix + "%'";
    assertThat(found(like, "ACTIVE_ONLY")).containsExactly(blue, red);
    assertThat(found(like, "DELETED_ONLY")).containsExactly(gone);
    assertThat(found(like, "ALL")).containsExactly(gone, blue, red);
    assertThat(found("name ILIKE '" + prefix + "-RED'", "ALL")).containsExactly(red);
    assertThat(found("attribute.name = '" + prefix + "-blue'", "ALL")).containsExactly(blue);
    assertThat(found(like + " AND tags.`mlflow.team` = 'x'", "ALL")).containsExactly(red);
    assertThat(found(like + " AND tags.mlflow.team IS NULL", "ALL")).containsExactly(gone, blue);
    assertThat(found(like + " AND creation_time > 1", "ALL")).hasSize(3);
    assertThat(found("experiment_id IN ('" + red + "')", "ALL")).containsExactly(red);
    assertThat(found("experiment_id = '0" + red + "'", "ALL")).containsExactly(red);
    assertThat(found("name IN ('" + prefix + "-blue', 'x')", "ALL")).containsExactly(blue);
    assertThat(found(like + " AND NOT tags.mlflow.team = 'x'", "ALL")).containsExactly(gone, blue);
    assertThat(found(like + " AND creation_time > now() - 1d", "ALL")).hasSize(3);
    assertThat(found(like + " AND last_update_time < '2020-01-01'", "ALL")).isNullOrEmpty();
    assertThat(found(prefix.toUpperCase(Locale.ROOT) + " AND red", "ALL")).containsExactly(red);
    assertInvalid(
        post(EXPERIMENTS + "search", Map.of("max_results", 1, "filter", "experiment_id > '1'")),
        "Invalid comparator for experiment_id: > (at position 15)");
    assertInvalid(
        post(EXPERIMENTS + "search", Map.of("max_results", 1, "filter", "experiment_id = 'x'")),
        "Invalid experiment ID 'x'");
  }

  @Test
  void searchOrdersAndPages() {
    String prefix = uniqueName();
    List<String> ids = new ArrayList<>();
    for (String letter : List.of("c", "a", "e", "b", "d")) {
      ids.add(create(prefix + "-" + letter));
    }
    Map<String, Object> request =
        new HashMap<>(
            Map.of(
                "filter",
                "name LIKE '" + prefix + "%'",
                "order_by",
                List.of("name ASC"),
                "max_results",
                2));
    JsonPath first = ok(post(EXPERIMENTS + "search", request));
    assertThat(first.getList("experiments.experiment_id"))
        .isEqualTo(List.of(ids.get(1), ids.get(3)));
    create(prefix + "-aa");
    request.put("page_token", first.getString("next_page_token"));
    JsonPath second = ok(post(EXPERIMENTS + "search", request));
    assertThat(second.getList("experiments.experiment_id"))
        .isEqualTo(List.of(ids.get(0), ids.get(4)));
    request.put("page_token", second.getString("next_page_token"));
    JsonPath third = ok(post(EXPERIMENTS + "search", request));
    assertThat(third.getList("experiments.experiment_id")).isEqualTo(List.of(ids.get(2)));
    assertThat(third.getString("next_page_token")).isNull();
  }

  @Test
  void aGetSearchesAsAPostDoes() {
    String name = uniqueName();
    String id = create(name);
    JsonPath found =
        ok(
            get(
                EXPERIMENTS + "search",
                Map.of(
                    "filter",
                    "name = '" + name + "'",
                    "max_results",
                    "5",
                    "order_by",
                    List.of("name ASC", "experiment_id DESC"),
                    "view_type",
                    "ACTIVE_ONLY")));
    assertThat(found.getList("experiments.experiment_id")).isEqualTo(List.of(id));
  }

  @Test
  void searchNeedsAPageSize() {
    assertInvalid(
        post(EXPERIMENTS + "search", "{}"),
        "Invalid value 0 for parameter 'max_results' supplied. It must be a positive integer");
    assertInvalid(
        post(EXPERIMENTS + "search", Map.of("max_results", 50_001)),
        "Invalid value 50001 for parameter 'max_results' supplied. It must be at most 50000");
    assertInvalid(
        post(EXPERIMENTS + "search", Map.of("max_results", 1, "filter", "metrics.a > 1")),
        "Invalid entity type 'metrics'");
    assertInvalid(
        post(EXPERIMENTS + "search", Map.of("max_results", 1, "order_by", List.of("tags.a"))),
        "Invalid order_by entity: tag");
  }

  private static String uniqueName() {
    return "experiment-" + UUID.randomUUID();
  }

  private static String create(String name) {
    return ok(post(EXPERIMENTS + "create", Map.of("name", name))).getString("experiment_id");
  }

  private static String stage(String id) {
    return ok(get(EXPERIMENTS + "get", Map.of("experiment_id", id)))
        .getString("experiment.lifecycle_stage");
  }

  private static String name(String id) {
    return ok(get(EXPERIMENTS + "get", Map.of("experiment_id", id))).getString("experiment.name");
  }

  private static List<String> found(String filter, String viewType) {
    return ok(post(
            EXPERIMENTS + "search",
            Map.of("filter", filter, "view_type", viewType, "max_results", 100)))
        .getList("experiments.experiment_id");
  }
}
