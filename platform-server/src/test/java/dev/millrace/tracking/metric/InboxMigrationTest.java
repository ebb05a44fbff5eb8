package dev.millrace.tracking.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** What waits in the inbox of a server is still there after it was upgraded. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class InboxMigrationTest {

  @Inject DataSource dataSource;

  @Test
  void whatWaitedAsArraysIsPacked() throws Exception {
    migrate("12");
    Sql.execute(
        dataSource,
        """
        INSERT INTO upgraded.metric_inbox (run_key, experiment_id, point_count, metric_keys,
          metric_steps, metric_timestamps, metric_values, model_ids, dataset_names, dataset_digests)
        VALUES (1, 1, 2, '{loss,übung}', '{-9223372036854775808,7}', '{0,9223372036854775807}',
                '{NaN,-0.125}', NULL, NULL, NULL),
               (2, 1, 2, '{a,b}', '{1,1}', '{5,5}', '{Infinity,2}', '{NULL,m-1}', '{data,NULL}',
                '{d1,NULL}')
        """);
    migrate("latest");
    assertThat(points(1))
        .containsExactly(
            new Unpacked(
                new SeriesContext(1, "loss", null, null, null),
                new Point(Long.MIN_VALUE, 0, Double.NaN)),
            new Unpacked(
                new SeriesContext(1, "übung", null, null, null),
                new Point(7, Long.MAX_VALUE, -0.125)));
    assertThat(points(2))
        .containsExactly(
            new Unpacked(
                new SeriesContext(2, "a", null, "data", "d1"),
                new Point(1, 5, Double.POSITIVE_INFINITY)),
            new Unpacked(new SeriesContext(2, "b", "m-1", null, null), new Point(1, 5, 2)));
  }

  private List<Unpacked> points(long runKey) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT points FROM upgraded.metric_inbox WHERE run_key = " + runKey)) {
      row.next();
      return Unpacked.of(runKey, row.getBytes(1));
    }
  }

  private void migrate(String version) {
    Flyway.configure().dataSource(dataSource).schemas("upgraded").target(version).load().migrate();
  }
}
