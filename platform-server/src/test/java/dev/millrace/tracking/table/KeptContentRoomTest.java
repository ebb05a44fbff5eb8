package dev.millrace.tracking.table;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.logParams;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With room for five runs or a few more. What is kept shows by a change that nobody noted. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(KeptContentRoomTest.Small.class)
class KeptContentRoomTest {

  public static final class Small implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.search.kept-content", "10K");
    }
  }

  @Inject AgroalDataSource dataSource;

  @Test
  void searchedLongestAgoGivesWay() throws SQLException {
    String one = experiment(4);
    String other = experiment(4);
    assertThat(unnoted(one)).isEqualTo(4);
    assertThat(unnoted(other)).isEqualTo(4);
    assertThat(seen(one)).as("driven out").isEqualTo(4);
    assertThat(seen(other)).as("driven out by the search before").isEqualTo(4);
  }

  @Test
  void largeExperimentIsKeptAsFarAsThereIsRoom() throws SQLException {
    String large = experiment(20);
    assertThat(unnoted(large)).isBetween(4L, 8L);
  }

  /** Changes all runs without a note, and tells how many are answered as they were. */
  private long unnoted(String experiment) throws SQLException {
    search(experiment);
    Sql.useTransactionIds(dataSource, 3 << ChangeWindows.SHIFT);
    search(experiment);
    search(experiment);
    Sql.execute(
        dataSource,
        "UPDATE run_params SET value = 'seen' WHERE key = 'p' AND run_key IN"
            + " (SELECT run_key FROM runs WHERE experiment_id = "
            + experiment
            + ")");
    return values(experiment).stream().filter("kept"::equals).count();
  }

  private static long seen(String experiment) {
    return values(experiment).stream().filter("seen"::equals).count();
  }

  private static List<String> values(String experiment) {
    return ok(search(experiment))
        .getList("runs.data.params.flatten().findAll { it.key == 'p' }.value");
  }

  private static Response search(String experiment) {
    return post(RUNS + "search", Map.of("experiment_ids", List.of(experiment)));
  }

  private static String experiment(int runs) {
    String experiment = newExperiment();
    for (int i = 0; i < runs; i++) {
      ok(
          logParams(
              newRun(experiment, "run-" + i, i),
              List.of(text("p", "kept"), text("long", "x".repeat(1_000)))));
    }
    return experiment;
  }
}
