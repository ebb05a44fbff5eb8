package dev.millrace.tracking.table;

import static dev.millrace.tracking.TrackingApi.RUNS;
import static dev.millrace.tracking.TrackingApi.newExperiment;
import static dev.millrace.tracking.TrackingApi.newRun;
import static dev.millrace.tracking.TrackingApi.ok;
import static dev.millrace.tracking.TrackingApi.post;
import static dev.millrace.tracking.TrackingApi.setTags;
import static dev.millrace.tracking.TrackingApi.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A table that takes long to read is read while searches by start are answered by PostgreSQL. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@Timeout(60)
class LargeTableTest {

  private static final int RUNS_OF_LARGE_TABLE = 20_001;

  @Inject DataSource dataSource;

  private String experiment;
  private String latest;

  @Test
  void tableIsReadInTheBackgroundAndThenFollowed() throws SQLException {
    experiment = newExperiment();
    latest = newRun(experiment, "latest", 1_000_000);
    Sql.execute(
        dataSource,
        """
        INSERT INTO runs (run_id, experiment_id, run_name, user_id, status, start_time,
                          lifecycle_stage, artifact_uri)
        SELECT replace(gen_random_uuid()::text, '-', ''), experiment_id, 'run-' || i, '', status, i,
               lifecycle_stage, artifact_uri
        FROM runs, generate_series(1, %d) AS i WHERE run_id = '%s'
        """
            .formatted(RUNS_OF_LARGE_TABLE - 1, latest));
    assertThat(search("")).containsExactly("latest", "run-20000", "run-19999");
    int renamed = 0;
    do {
      // What is in memory is not told of it.
      Sql.execute(
          dataSource,
          "UPDATE runs SET run_name = 'renamed-%d' WHERE run_id = '%s'"
              .formatted(++renamed, latest));
    } while (search("").get(0).equals("renamed-" + renamed));
    Sql.execute(dataSource, ChangeNote.of("runs WHERE run_id = '" + latest + "'"));
    assertThat(search("")).containsExactly("renamed-" + renamed, "run-20000", "run-19999");
    for (String value : List.of("a", "b", "c")) {
      ok(setTags(latest, List.of(text("t", value))));
      assertThat(search("tags.t = '" + value + "'")).containsExactly("renamed-" + renamed);
    }
  }

  private List<String> search(String filter) {
    return ok(post(
            RUNS + "search",
            Map.of("experiment_ids", List.of(experiment), "filter", filter, "max_results", 3)))
        .getList("runs.info.run_name");
  }
}
