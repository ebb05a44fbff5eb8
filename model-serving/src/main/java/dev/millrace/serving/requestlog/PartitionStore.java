package dev.millrace.serving.requestlog;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import jakarta.transaction.Transactional;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The partitions of the requests that are kept: one a day, in UTC. */
@Singleton
class PartitionStore extends JdbcStore {

  private static final String PREFIX = "serving_request_";
  private static final String BOUNDED = "SET LOCAL lock_timeout = '2s'";

  /** Of the transactions that make and drop partitions, which come one after another. */
  private static final long LOCK = 0x6d72_7265_716cL;

  PartitionStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Makes the partition of a day where it is not there yet, whoever else does so meanwhile. */
  @Transactional
  void ensure(LocalDate day) {
    if (exists(day)) {
      return;
    }
    takeTurn();
    if (!exists(day)) {
      update(
          "CREATE TABLE %s PARTITION OF serving_request FOR VALUES FROM (%d) TO (%d)"
              .formatted(nameOf(day), startOf(day), startOf(day.plusDays(1))));
    }
  }

  /** Drops the partitions before a day. It waits at most two seconds for those who read them. */
  @Transactional
  void dropBefore(LocalDate day) {
    List<String> old =
        query(
            """
            SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'serving_request'::regclass AND c.relname < ?
            """,
            row -> row.getString(1),
            nameOf(day));
    if (old.isEmpty()) {
      return;
    }
    takeTurn();
    old.forEach(partition -> update("DROP TABLE IF EXISTS " + partition));
  }

  /** A log that has requests; without days where it was ended. */
  record Kept(long logId, @Nullable Integer keepDays) {}

  /** Every log that has requests, found by jumping through the index from one to the next. */
  List<Kept> findKept() {
    return query(
        """
        WITH RECURSIVE ids AS (
          (SELECT log_id FROM serving_request ORDER BY log_id LIMIT 1)
          UNION ALL
          SELECT (SELECT r.log_id FROM serving_request AS r WHERE r.log_id > ids.log_id
                  ORDER BY r.log_id LIMIT 1)
          FROM ids WHERE ids.log_id IS NOT NULL)
        SELECT ids.log_id, l.keep_days
        FROM ids LEFT JOIN serving_request_log AS l USING (log_id)
        WHERE ids.log_id IS NOT NULL
        """,
        row -> new Kept(row.getLong("log_id"), intOrNull(row, "keep_days")));
  }

  /**
   * Removes a number of a log's requests that came before a time.
   *
   * @return how many there were
   */
  int deleteBefore(long logId, long millis, int most) {
    return update(
        """
        DELETE FROM serving_request WHERE (log_id, logged_at, entry_id) IN (
          SELECT log_id, logged_at, entry_id FROM serving_request
          WHERE log_id = ? AND logged_at < ? LIMIT ?)
        """,
        logId,
        millis,
        most);
  }

  /** The most days that any log keeps; 0 where there is no log. */
  int longestKept() {
    return first(
            "SELECT coalesce(max(keep_days), 0) FROM serving_request_log", row -> row.getInt(1))
        .orElse(0);
  }

  /** Not by to_regclass: within a transaction it may not notice what others made meanwhile. */
  private boolean exists(LocalDate day) {
    return first(
            """
            SELECT 1 FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
            WHERE i.inhparent = 'serving_request'::regclass AND c.relname = ?
            """,
            row -> true,
            nameOf(day))
        .isPresent();
  }

  private void takeTurn() {
    update(BOUNDED);
    query("SELECT pg_advisory_xact_lock(?)", row -> true, LOCK);
  }

  static String nameOf(LocalDate day) {
    return PREFIX + DateTimeFormatter.BASIC_ISO_DATE.format(day);
  }

  static long startOf(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
  }
}
