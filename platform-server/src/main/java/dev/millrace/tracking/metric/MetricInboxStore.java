package dev.millrace.tracking.metric;

import dev.millrace.tracking.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** A run that so many points wait for. */
  record Waiting(long runKey, long points) {}

  /** A batch that was taken out of the inbox. */
  record Taken(long runKey, long batchId, InboxBatch batch) {}

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
                RETURNING run_key, batch_id, metric_keys, metric_steps, metric_timestamps,
                          metric_values, model_ids, dataset_names, dataset_digests
                """,
                row -> taken.add(read(row)),
                runKeys,
                mostPoints)));
    taken.sort(Comparator.comparingLong(Taken::runKey).thenComparingLong(Taken::batchId));
    return taken;
  }

  private static Taken read(ResultSet row) throws SQLException {
    return new Taken(
        row.getLong(1),
        row.getLong(2),
        new InboxBatch(
            (String[]) row.getArray(3).getArray(),
            longs(row.getArray(4)),
            longs(row.getArray(5)),
            doubles(row.getArray(6)),
            texts(row.getArray(7)),
            texts(row.getArray(8)),
            texts(row.getArray(9))));
  }

  private static long[] longs(Array array) throws SQLException {
    return Arrays.stream((Long[]) array.getArray()).mapToLong(Long::longValue).toArray();
  }

  private static double[] doubles(Array array) throws SQLException {
    return Arrays.stream((Double[]) array.getArray()).mapToDouble(Double::doubleValue).toArray();
  }

  private static @Nullable String @Nullable [] texts(@Nullable Array array) throws SQLException {
    return array == null ? null : (String[]) array.getArray();
  }
}
