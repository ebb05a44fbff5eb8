package dev.millrace.tracking.purge;

import static dev.millrace.tracking.TrackingApi.EXPERIMENTS;
import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.assertInvalid;
import static dev.millrace.tracking.TrackingApi.get;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
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
class TrashResourceTest {

  private static final String TRASH = "/api/millrace/v1/trash/runs";

  private static void delete(String run) {
    ok(post(RUNS + "delete", Map.of("run_id", run)));
  }

  /** The IDs of all deleted runs, read in pages. */
  private static List<String> trash(int pageSize) {
    List<String> found = new ArrayList<>();
    Map<String, Object> query = new HashMap<>(Map.of("max_results", pageSize));
    while (true) {
      JsonPath page = ok(get(TRASH, query));
      List<String> runs = page.getList("runs.run_id");
      assertThat(runs == null ? 0 : runs.size()).isLessThanOrEqualTo(pageSize);
      if (runs != null) {
        found.addAll(runs);
      }
      String token = page.getString("next_page_token");
      if (token == null) {
        return found;
      }
      query.put("page_token", token);
    }
  }

  @Test
  void deletedRunsOfAllExperimentsComeNewestDeletionFirst() {
    String one = newExperiment();
    String other = newExperiment();
    String first = newRun(one, "first", 3);
    String second = newRun(other, "second", 2);
    String third = newRun(one, "third", 1);
    String active = newRun(one, "active", 4);
    for (String run : List.of(first, second, third)) {
      delete(run);
    }
    for (int pageSize : new int[] {1, 2, 1_000}) {
      assertThat(trash(pageSize))
          .containsSubsequence(third, second, first)
          .doesNotContain(active)
          .doesNotHaveDuplicates();
    }
    ok(post(RUNS + "restore", Map.of("run_id", second)));
    assertThat(trash(1_000)).containsSubsequence(third, first).doesNotContain(second);
  }

  @Test
  void runSaysWhereItWasAndWhetherItsExperimentIsGoneToo() {
    String experiment = newExperiment();
    String run = newRun(experiment, "lost", 7);
    long before = System.currentTimeMillis();
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", experiment)));
    JsonPath answer = ok(get(TRASH, Map.of()));
    Map<String, Object> found =
        answer.<Map<String, Object>>getList("runs").stream()
            .filter(row -> row.get("run_id").equals(run))
            .findFirst()
            .orElseThrow();
    assertThat(found)
        .containsEntry("run_name", "lost")
        .containsEntry("experiment_id", experiment)
        .containsEntry("experiment_stage", "deleted")
        .containsEntry("start_time", 7);
    assertThat(((Number) found.get("deleted_time")).longValue())
        .isBetween(before - 1_000, System.currentTimeMillis());
  }

  @Test
  void badPagesAreRefused() {
    assertInvalid(get(TRASH, Map.of("max_results", 0)), "between 1 and 1000");
    assertInvalid(get(TRASH, Map.of("max_results", 1_001)), "between 1 and 1000");
    assertInvalid(get(TRASH, Map.of("page_token", "nonsense!")), "Invalid page token");
  }
}
