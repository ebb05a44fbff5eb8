package dev.millrace.serving.quality;

import dev.millrace.core.serving.LoggedRequest.Protocol;
import dev.millrace.platform.jdbc.Command;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What should have been predicted, and what was. */
@Singleton
class GroundTruthStore extends JdbcStore {

  GroundTruthStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Of one row of a request; the value is JSON. */
  record Truth(String requestId, int row, String value) {}

  /**
   * A request with a ground truth, and the newest that was kept of its id.
   *
   * @param rows whose truth is known
   * @param values theirs, in JSON
   * @param version that answered; null where no such request was kept, or none answered it
   * @param answer null where it was not kept
   */
  record Known(
      String requestId,
      Integer[] rows,
      String[] values,
      @Nullable Integer version,
      @Nullable Protocol protocol,
      byte @Nullable [] answer) {}

  /** A log of which more is known than was written down. */
  record Due(long logId, String endpoint, String modelName) {}

  /** Writes truths, each of a row of its own; those of the same row are replaced. */
  void put(long logId, List<Truth> truths, long nowMillis) {
    updateTogether(
        List.of(
            new Command(
                """
                INSERT INTO serving_ground_truth (log_id, request_id, row_index, value, posted_at)
                SELECT ?, request_id, row_index, value::jsonb, ?
                FROM unnest(?::text[], ?::bigint[], ?::text[]) AS given (request_id, row_index, value)
                ORDER BY request_id, row_index
                ON CONFLICT (log_id, request_id, row_index) DO UPDATE
                SET value = excluded.value, posted_at = excluded.posted_at
                """,
                logId,
                nowMillis,
                truths.stream().map(Truth::requestId).toArray(String[]::new),
                truths.stream().map(truth -> (long) truth.row()).toArray(Long[]::new),
                truths.stream().map(Truth::value).toArray(String[]::new)),
            new Command(
                "UPDATE serving_request_log SET quality_due = true WHERE log_id = ? AND NOT"
                    + " quality_due",
                logId)));
  }

  /**
   * Requests of a log with a ground truth, by their ids.
   *
   * @param after the id before the first of them
   * @param from when a request came, in milliseconds since the epoch, as is {@code to}; both are
   *     included
   */
  List<Known> find(long logId, String after, long from, long to, int most) {
    return query(
        """
        SELECT t.request_id, t.row_indexes, t.truths, r.version, r.protocol, r.answer
        FROM (
          SELECT request_id, array_agg(row_index ORDER BY row_index) AS row_indexes,
                 array_agg(value::text ORDER BY row_index) AS truths
          FROM serving_ground_truth WHERE log_id = ? AND request_id > ?
          GROUP BY request_id ORDER BY request_id LIMIT ?) AS t
        LEFT JOIN LATERAL (
          SELECT version, protocol, answer FROM serving_request
          WHERE log_id = ? AND request_id = t.request_id AND logged_at BETWEEN ? AND ?
          ORDER BY logged_at DESC, entry_id DESC LIMIT 1) AS r ON true
        ORDER BY t.request_id
        """,
        GroundTruthStore::known,
        logId,
        after,
        most,
        logId,
        from,
        to);
  }

  private static Known known(ResultSet row) throws SQLException {
    String protocol = row.getString("protocol");
    return new Known(
        row.getString("request_id"),
        (Integer[]) array(row, "row_indexes"),
        (String[]) array(row, "truths"),
        intOrNull(row, "version"),
        protocol == null ? null : Protocol.valueOf(protocol),
        row.getBytes("answer"));
  }

  private static Object array(ResultSet row, String column) throws SQLException {
    Array array = Objects.requireNonNull(row.getArray(column));
    return array.getArray();
  }

  /** Logs of which more is known; one server is told of each. */
  List<Due> takeDue() {
    return query(
        """
        UPDATE serving_request_log AS l SET quality_due = false
        FROM serving_endpoint AS e WHERE e.endpoint_id = l.endpoint_id AND l.quality_due
        RETURNING l.log_id, e.name, e.model_name
        """,
        row -> new Due(row.getLong(1), row.getString(2), row.getString(3)));
  }

  /** Has a log be taken again: it could not be written down. */
  void giveBack(long logId) {
    update("UPDATE serving_request_log SET quality_due = true WHERE log_id = ?", logId);
  }

  /** Removes truths of logs that were ended, and those that are older than requests are kept. */
  int deleteExpired(long nowMillis, int most) {
    return update(
        """
        DELETE FROM serving_ground_truth WHERE (log_id, request_id, row_index) IN (
          SELECT t.log_id, t.request_id, t.row_index
          FROM serving_ground_truth AS t LEFT JOIN serving_request_log AS l USING (log_id)
          WHERE l.log_id IS NULL OR t.posted_at < ? - l.keep_days * 86400000::bigint
          LIMIT ?)
        """,
        nowMillis,
        most);
  }
}
