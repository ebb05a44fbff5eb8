package dev.millrace.serving.requestlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The days of kept requests come and go. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class PartitionKeeperTest {

  /** Of a year that no server of a test is in. */
  private static final LocalDate TODAY = LocalDate.of(2050, 6, 15);

  private static final long NOON = PartitionStore.startOf(TODAY) + 12 * 3_600_000;

  @Inject PartitionKeeper keeper;
  @Inject PartitionStore partitions;
  @Inject DataSource database;

  @BeforeEach
  void begin() throws SQLException {
    Sql.execute(database, "DELETE FROM serving_endpoint");
    Sql.execute(database, "DELETE FROM serving_request");
  }

  @Test
  void requestsGoWhenTheirLogKeepsThemNoLonger() throws SQLException {
    long week = log("week", 7);
    long day = log("day", 1);
    final long ended = 1_000_000;
    for (long log : new long[] {week, day, ended}) {
      for (int ago : new int[] {0, 2, 6, 8, 20}) {
        request(log, ago);
      }
    }
    keeper.look(NOON);
    assertThat(kept(week)).isEqualTo(3);
    assertThat(kept(day)).isEqualTo(1);
    assertThat(kept(ended)).isZero();
    assertThat(exists(TODAY.minusDays(8))).isFalse();
    assertThat(exists(TODAY.minusDays(7))).isFalse();
    assertThat(exists(TODAY.minusDays(6))).isTrue();
    assertThat(exists(TODAY.plusDays(2))).isTrue();

    Sql.execute(database, "DELETE FROM serving_endpoint");
    keeper.look(NOON);
    assertThat(kept(week) + kept(day)).isZero();
    assertThat(exists(TODAY.minusDays(1))).isFalse();
    assertThat(exists(TODAY)).isTrue();
  }

  @Test
  void moreThanOneBatchIsRemoved() throws SQLException {
    partitions.ensure(TODAY.minusDays(1));
    Sql.execute(
        database,
        """
        INSERT INTO serving_request (log_id, logged_at, entry_id, request_id, protocol,
          latency_micros, body_bytes, redacted)
        SELECT 77, %d + i, gen_random_uuid(), 'r', 'V2', 1, 0, false
        FROM generate_series(1, 4500) AS i
        """
            .formatted(PartitionStore.startOf(TODAY.minusDays(1))));
    log("week", 7);
    keeper.look(NOON);
    assertThat(kept(77)).isZero();
  }

  @Test
  void serversThatMakeADayAtOnceMakeItOnce() throws Exception {
    LocalDate day = TODAY.plusDays(30);
    ExecutorService servers = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Boolean>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(
            () -> {
              partitions.ensure(day);
              return exists(day);
            });
      }
      for (Future<Boolean> each : servers.invokeAll(all)) {
        assertThat(each.get()).isTrue();
      }
    } finally {
      servers.shutdownNow();
    }
  }

  private long log(String endpoint, int days) throws SQLException {
    Sql.execute(
        database,
        """
        WITH e AS (
          INSERT INTO serving_endpoint (name, model_name, alias, created_at)
          VALUES ('%1$s', '%1$s', 'champion', 1) RETURNING endpoint_id)
        INSERT INTO serving_request_log (endpoint_id, sample_rate, redact, keep_days)
        SELECT endpoint_id, 1, '{}', %2$d FROM e
        """
            .formatted(endpoint, days));
    return Sql.number(
        database,
        """
        SELECT log_id FROM serving_request_log JOIN serving_endpoint USING (endpoint_id)
        WHERE name = '%s'
        """
            .formatted(endpoint));
  }

  private void request(long log, int daysAgo) throws SQLException {
    partitions.ensure(TODAY.minusDays(daysAgo));
    Sql.execute(
        database,
        """
        INSERT INTO serving_request (log_id, logged_at, entry_id, request_id, protocol,
          latency_micros, body_bytes, redacted)
        VALUES (%d, %d, gen_random_uuid(), 'r', 'V2', 1, 0, false)
        """
            .formatted(log, PartitionStore.startOf(TODAY.minusDays(daysAgo))));
  }

  private long kept(long log) throws SQLException {
    return Sql.number(database, "SELECT count(*) FROM serving_request WHERE log_id = " + log);
  }

  private boolean exists(LocalDate day) throws SQLException {
    return Sql.number(database, "SELECT count(to_regclass('" + PartitionStore.nameOf(day) + "'))")
        == 1;
  }
}
