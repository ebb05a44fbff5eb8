package dev.millrace.tracking.metric;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what was logged until it is moved to its series. */
@Singleton
class MetricInboxStore extends JdbcStore {

  private static final String WAITING = "SELECT run_key, sum(point_count) FROM metric_inbox";

  /** Tells the runs of these ids that something waits for. */
  private static final String OF_RUNS =
      "WHERE run_key = ANY (ARRAY (SELECT run_key FROM runs WHERE run_id = ANY (?)))";

  /** Of the locks that are known by a number, those of runs begin here. */
  private static final long FIRST_LOCK = 0x4D58_0000_0000_0000L;

  MetricInboxStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  private static final String APPEND_TO_EACH =
      """
      WITH run AS (
        SELECT place, point_count, points, run_key, experiment_id,
               lifecycle_stage = 'active' AS is_active
        FROM unnest(?, ?, ?) WITH ORDINALITY AS call (run_id, point_count, points, place)
        JOIN runs USING (run_id)
      ), metric AS (
        INSERT INTO metric_inbox (run_key, experiment_id, point_count, points)
        SELECT run_key, experiment_id, point_count::integer, points
        FROM run WHERE is_active ORDER BY place
      )
      SELECT place, run_key, is_active FROM run
      """;

  /** A run that so many points wait for. */
  record Waiting(long runKey, long points) {}

  /** A batch that was taken out of the inbox. */
  record Taken(long runKey, long batchId, InboxBatch batch) {}

  /** Writes these calls, those of them whose run is there and active, and tells them their run. */
  void append(List<InboxWriter.Call> calls) {
    query(
        APPEND_TO_EACH,
        row -> {
          calls
              .get(row.getInt(1) - 1)
              .found(new InboxWriter.Target(row.getLong(2), row.getBoolean(3)));
          return row.getLong(2);
        },
        calls.stream().map(InboxWriter.Call::runId).toArray(String[]::new),
        calls.stream().map(call -> (long) call.batch().size()).toArray(Long[]::new),
        calls.stream().map(call -> call.batch().points()).toArray(byte[][]::new));
  }

  /** Those of these runs that something waits for. */
  List<Waiting> waitingOfRuns(String[] runIds) {
    return waiting(OF_RUNS, (Object) runIds);
  }

  /** As {@link #waitingOfRuns}, for runs that are known by their keys. */
  List<Waiting> waitingOfKeys(Long[] runKeys) {
    return waiting("WHERE run_key = ANY (?)", (Object) runKeys);
  }

  /** The runs of these experiments that something waits for. */
  List<Waiting> waitingInExperiments(Long[] experimentIds) {
    return waiting("WHERE experiment_id = ANY (?)", (Object) experimentIds);
  }

  /** All runs that something waits for. */
  List<Waiting> waiting() {
    return waiting("");
  }

  private List<Waiting> waiting(String condition, @Nullable Object... args) {
    return query(
        WAITING + " " + condition + " GROUP BY run_key ORDER BY run_key",
        row -> new Waiting(row.getLong(1), row.getLong(2)),
        args);
  }

  /**
   * Takes the oldest batches of these runs, at least one point and a batch more than {@code
   * mostPoints} at most. Whoever else wants batches of one of the runs waits until the transaction
   * ends.
   *
   * <p>The transaction is not waited for to be on disk: where it is lost, so is the taking.
   */
  List<Taken> take(Long[] runKeys, long mostPoints) {
    List<Taken> taken = new ArrayList<>();
    queryTogether(
        List.of(
            new Question("SELECT set_config('synchronous_commit', 'off', true)", row -> {}),
            new Question(
                """
                SELECT pg_advisory_xact_lock(? + run.key)
                FROM (SELECT key FROM unnest(?) AS asked (key) ORDER BY key OFFSET 0) AS run
                """,
                row -> {},
                FIRST_LOCK,
                runKeys),
            new Question(
                """
                DELETE FROM metric_inbox WHERE ctid = ANY (ARRAY (
                  SELECT place FROM (
                    SELECT ctid AS place,
                           sum(point_count) OVER (ORDER BY run_key, batch_id) - point_count AS before
                    FROM metric_inbox WHERE run_key = ANY (?)) AS waiting
                  WHERE before < ?))
                RETURNING run_key, batch_id, point_count, points
                """,
                row -> taken.add(read(row)),
                runKeys,
                mostPoints)));
    taken.sort(Comparator.comparingLong(Taken::runKey).thenComparingLong(Taken::batchId));
    return taken;
  }

  private static Taken read(ResultSet row) throws SQLException {
    return new Taken(
        row.getLong(1), row.getLong(2), new InboxBatch(row.getInt(3), row.getBytes(4)));
  }
}
