package dev.millrace.serving.canary;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** What servers counted while canaries ran. */
@ApplicationScoped
class CanaryCountStore {

  /**
   * What both versions did in a step, on one server.
   *
   * @param to of the new version
   */
  record Counted(int step, boolean to, Totals totals) {}

  private final AgroalDataSource dataSource;

  CanaryCountStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * Puts what a server counted so far in the place of what it said before; counts of a canary that
   * is over, or gone, are left out.
   */
  void putCounts(long canaryId, UUID server, Counted counted) {
    String sql =
        """
        INSERT INTO serving_canary_count
          (canary_id, step, server, of_new, requests, errors, latencies, scores)
        SELECT canary_id, ?, ?, ?, ?, ?, ?, ? FROM serving_canary
        WHERE canary_id = ? AND state = 'RUNNING'
        ON CONFLICT (canary_id, step, server, of_new) DO UPDATE
        SET requests = excluded.requests, errors = excluded.errors,
            latencies = excluded.latencies, scores = excluded.scores
        """;
    Totals totals = counted.totals();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement upsert = connection.prepareStatement(sql)) {
      upsert.setInt(1, counted.step());
      upsert.setObject(2, server);
      upsert.setBoolean(3, counted.to());
      upsert.setLong(4, totals.requests());
      upsert.setLong(5, totals.errors());
      upsert.setArray(
          6,
          connection.createArrayOf("bigint", Arrays.stream(totals.latencies()).boxed().toArray()));
      upsert.setArray(
          7,
          connection.createArrayOf(
              "float8", Arrays.stream(totals.scores().toArray()).boxed().toArray()));
      upsert.setLong(8, canaryId);
      upsert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the counts of a canary could not be written", e);
    }
  }

  /** What all servers counted, in every step. */
  List<Counted> findCounts(long canaryId) {
    String sql =
        """
        SELECT step, of_new, requests, errors, latencies, scores
        FROM serving_canary_count WHERE canary_id = ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, canaryId);
      List<Counted> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(
              new Counted(
                  row.getInt(1),
                  row.getBoolean(2),
                  new Totals(row.getLong(3), row.getLong(4), longs(row.getArray(5)), scores(row))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("the counts of a canary could not be read", e);
    }
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
