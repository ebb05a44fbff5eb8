package dev.millrace.tracking.trash;

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
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What is deleted and can be restored. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class TrashResourceTest {

  private static final String TRASH = "/api/millrace/v1/admin/trash";

  /** Later than whatever other tests delete. */
  private static final long LATER = 4_000_000_000_000L;

  @Inject DataSource dataSource;

  private static String deletedExperiment(int runs) {
    String id = newExperiment();
    for (int i = 0; i < runs; i++) {
      newRun(id, "r" + i, i);
    }
    ok(post(EXPERIMENTS + "delete", Map.of("experiment_id", id)));
    return id;
  }

  private String deletedRun(String experiment, String name, long time) throws SQLException {
    String run = newRun(experiment, name, 1);
    ok(post(RUNS + "delete", Map.of("run_id", run)));
    Sql.execute(
        dataSource, "UPDATE runs SET deleted_time = " + time + " WHERE run_id = '" + run + "'");
    return run;
  }

  @Test
  void deletedExperimentsAreListedWithTheirRunsTheLastFirst() throws SQLException {
    String first = deletedExperiment(2);
    String second = deletedExperiment(0);
    Sql.execute(
        dataSource,
        "UPDATE experiments SET last_update_time = %d + experiment_id WHERE experiment_id IN (%s, %s)"
            .formatted(LATER, first, second));
    JsonPath page = ok(get(TRASH, Map.of("max_results", 1)));
    assertThat(page.getList("items.experiment_id")).isEqualTo(List.of(second));
    assertThat(page.getLong("items[0].runs")).isZero();
    assertThat(page.getLong("experiments")).isGreaterThanOrEqualTo(2);
    JsonPath next =
        ok(get(TRASH, Map.of("max_results", 1, "page_token", page.getString("next_page_token"))));
    assertThat(next.getList("items.experiment_id")).isEqualTo(List.of(first));
    assertThat(next.getLong("items[0].runs")).isEqualTo(2);
    assertThat(next.getLong("items[0].deleted_at")).isEqualTo(LATER + Long.parseLong(first));
    ok(post(EXPERIMENTS + "restore", Map.of("experiment_id", second)));
    assertThat(ok(get(TRASH, Map.of("max_results", 1))).getList("items.experiment_id"))
        .isEqualTo(List.of(first));
  }

  @Test
  void deletedRunsAreListedOverAllExperimentsButThoseThatAreDeleted() throws SQLException {
    String one = newExperiment();
    String other = newExperiment();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      expected.add(0, deletedRun(i % 2 == 0 ? one : other, "run " + i, LATER + i / 2));
    }
    newRun(one, "active", 1);
    deletedExperiment(3);
    List<String> found = new ArrayList<>();
    String token = "";
    for (int i = 0; i < 3; i++) {
      JsonPath page = ok(get(TRASH, Map.of("kind", "runs", "max_results", 2, "page_token", token)));
      List<String> ids = page.getList("items.run_id");
      found.addAll(ids);
      token = page.getString("next_page_token");
      assertThat(page.getLong("runs")).isGreaterThanOrEqualTo(6);
    }
    assertThat(found).isEqualTo(expected);
    JsonPath newest = ok(get(TRASH, Map.of("kind", "runs", "max_results", 1)));
    assertThat(newest.getString("items[0].run_name")).isEqualTo("run 5");
    assertThat(newest.getString("items[0].experiment_id")).isEqualTo(other);
    assertThat(newest.getString("items[0].experiment_name")).startsWith("experiment-");
    assertThat(newest.getLong("items[0].deleted_at")).isEqualTo(LATER + 2);
  }

  @Test
  void whatCannotBeAskedIsRefused() {
    assertInvalid(get(TRASH, Map.of("kind", "models")), "'kind'");
    assertInvalid(get(TRASH, Map.of("max_results", 1_001)), "max_results");
    assertInvalid(get(TRASH, Map.of("page_token", "x")), "page token");
  }
}
