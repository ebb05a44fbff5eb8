package dev.millrace.tracking.bulk;

import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.assertNotFound;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.run;
import static dev.millrace.tracking.TrackingApi.setTags;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class BulkResourceTest {

  private static final String RUNS = "/api/millrace/v1/runs/";

  private static Map<String, Object> tag(String runId, String key, String value) {
    return Map.of("run_id", runId, "key", key, "value", value);
  }

  private static Response change(List<? extends Map<String, ?>> tags) {
    return post(RUNS + "set-tags", Map.of("tags", tags));
  }

  private static Map<String, String> tags(String runId) {
    Map<String, String> tags = new HashMap<>();
    JsonPath run = run(runId);
    List<Map<String, String>> found = run.getList("run.data.tags");
    found.forEach(tag -> tags.put(tag.get("key"), tag.get("value")));
    return tags;
  }

  private static List<Object> found(String experiment, String filter) {
    List<Object> ids =
        ok(post(
                "/api/2.0/mlflow/runs/search",
                Map.of("experiment_ids", List.of(experiment), "filter", filter)))
            .getList("runs.info.run_id");
    return ids == null ? List.of() : ids;
  }

  @Test
  void whatTagsWereBeforeSentAgainTakesTheChangeBack() {
    String experiment = newExperiment();
    String first = newRun(experiment, "first", 2);
    String second = newRun(experiment, "second", 1);
    ok(setTags(first, List.of(text("stage", "draft"), text("old", "yes"))));
    assertThat(found(experiment, "tags.stage = 'kept'")).isEmpty();

    List<Map<String, Object>> previous =
        ok(change(
                List.of(
                    tag(first, "stage", "kept"),
                    tag(second, "stage", "kept"),
                    Map.of("run_id", first, "key", "old"))))
            .getList("previous");
    assertThat(tags(first)).containsEntry("stage", "kept").doesNotContainKey("old");
    assertThat(found(experiment, "tags.stage = 'kept'")).containsExactly(first, second);

    ok(change(previous));
    assertThat(tags(first)).containsEntry("stage", "draft").containsEntry("old", "yes");
    assertThat(tags(second)).doesNotContainKey("stage");
    assertThat(found(experiment, "tags.stage = 'kept'")).isEmpty();
  }

  @Test
  void tagsChangeForAllRunsOrForNone() {
    String run = newRun();
    assertNotFound(change(List.of(tag(run, "a", "b"), tag("nobody", "a", "b"))), "id=nobody");
    assertThat(tags(run)).doesNotContainKey("a");
    assertInvalid(change(List.of(tag(run, "mlflow.runName", "x"))), "runs/update");
    assertInvalid(change(List.of(tag(run, "a", "b"), tag(run, "a", "c"))), "second time");
    assertInvalid(change(List.of(Map.of("run_id", run))), "key");
  }

  @Test
  void aTagThatCouldNotBeSetByItselfIsRefusedAndCanBeTakenAway() {
    String run =
        ok(post(
                "/api/2.0/mlflow/runs/create",
                Map.of(
                    "experiment_id",
                    newExperiment(),
                    "tags",
                    List.of(text("what?", "a question")))))
            .getString("run.info.run_id");
    assertInvalid(change(List.of(tag(run, "why?", "x"))), "Names may only contain");
    assertInvalid(change(List.of(tag(run, "a//b", "x"))), "tags[0].key");
    ok(change(List.of(Map.of("run_id", run, "key", "what?"))));
    assertThat(tags(run)).doesNotContainKey("what?");
  }

  @Test
  void runsAreDeletedAndRestoredTogetherAndTheAnswerNamesThoseThatChanged() {
    String experiment = newExperiment();
    List<String> runs =
        IntStream.range(0, 3).mapToObj(i -> newRun(experiment, "r" + i, 10 - i)).toList();
    assertThat(moved("delete", runs.subList(0, 1))).containsExactly(runs.get(0));
    assertThat(moved("delete", runs.subList(0, 2))).containsExactly(runs.get(1));
    assertThat(found(experiment, "")).containsExactly(runs.get(2));
    assertThat(moved("restore", runs)).containsExactly(runs.get(0), runs.get(1));
    assertThat(found(experiment, "")).isEqualTo(runs);
    assertNotFound(
        post(RUNS + "delete", Map.of("run_ids", List.of(runs.get(0), "nobody"))), "id=nobody");
    assertThat(found(experiment, "")).isEqualTo(runs);
  }

  private static List<Object> moved(String verb, List<String> runIds) {
    return ok(post(RUNS + verb, Map.of("run_ids", runIds))).getList("run_ids");
  }

  @Test
  void moreThanAThousandAtOnceAreRefused() {
    List<String> ids = IntStream.range(0, 1_001).mapToObj(i -> "r" + i).toList();
    assertInvalid(post(RUNS + "delete", Map.of("run_ids", ids)), "1000 run_ids");
    assertInvalid(post(RUNS + "restore", Map.of("run_ids", List.of())), "run_ids");
  }
}
