package dev.millrace.serving.canary;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What servers counted while canaries ran. */
@Singleton
class CanaryCountStore extends JdbcStore {

  /**
   * What both versions did in a step, on one server.
   *
   * @param to of the new version
   */
  record Counted(int step, boolean to, Totals totals) {}

  CanaryCountStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Puts what a server counted so far in the place of what it said before; counts of a canary that
   * is over, or gone, are left out.
   */
  void putCounts(long canaryId, UUID server, Counted counted) {
    Totals totals = counted.totals();
    update(
        """
        INSERT INTO serving_canary_count
          (canary_id, step, server, of_new, requests, errors, latencies, scores)
        SELECT canary_id, ?, ?, ?, ?, ?, ?, ? FROM serving_canary
        WHERE canary_id = ? AND state = 'RUNNING'
        ON CONFLICT (canary_id, step, server, of_new) DO UPDATE
        SET requests = excluded.requests, errors = excluded.errors,
            latencies = excluded.latencies, scores = excluded.scores
        """,
        counted.step(),
        server,
        counted.to(),
        totals.requests(),
        totals.errors(),
        Arrays.stream(totals.latencies()).boxed().toArray(Long[]::new),
        Arrays.stream(totals.scores().toArray()).boxed().toArray(Double[]::new),
        canaryId);
  }

  /** What all servers counted, in every step. */
  List<Counted> findCounts(long canaryId) {
    return query(
        """
        SELECT step, of_new, requests, errors, latencies, scores
        FROM serving_canary_count WHERE canary_id = ?
        """,
        row ->
            new Counted(
                row.getInt(1),
                row.getBoolean(2),
                new Totals(row.getLong(3), row.getLong(4), longs(row.getArray(5)), scores(row))),
        canaryId);
  }

  private static long[] longs(Array array) throws SQLException {
    return Arrays.stream((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
  }

  private static Scores scores(ResultSet row) throws SQLException {
    return Scores.of(
        Arrays.stream((Double[]) row.getArray(6).getArray())
            .mapToDouble(Double::doubleValue)
            .toArray());
  }
}
