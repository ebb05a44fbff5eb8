package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.MetricWithRunId;
import dev.millrace.tracking.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the points of metrics. A point that several contexts share is one point of its run. */
@Singleton
class MetricHistoryStore extends JdbcStore {

  MetricHistoryStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Where a page of a history ended. */
  record End(long timestampMillis, long step, double value) {}

  /**
   * The points of one metric of one run by time, step and value; none where there is no such run.
   *
   * @param after begin after this point; absent: at the beginning
   * @param limit most points; absent: all
   */
  List<Metric> history(String runId, String key, @Nullable End after, @Nullable Long limit) {
    return query(
        """
        SELECT DISTINCT p.timestamp, p.step, p.value
        FROM runs r JOIN metric_series s USING (run_key) JOIN metric_points p USING (series_id)
        WHERE r.run_id = ? AND s.key = ?
          AND (?::bigint IS NULL OR (p.timestamp, p.step, p.value) > (?::bigint, ?::bigint, ?::float8))
        ORDER BY p.timestamp, p.step, p.value
        LIMIT ?
        """,
        row -> Metric.of(key, row.getDouble(3), row.getLong(1), row.getLong(2)),
        runId,
        key,
        after == null ? null : after.timestampMillis(),
        after == null ? null : after.timestampMillis(),
        after == null ? null : after.step(),
        after == null ? null : after.value(),
        limit);
  }

  /** The points of one metric of several runs by run, time, step and value. */
  List<MetricWithRunId> historyOfRuns(String[] runIds, String key, int limit) {
    return query(
        """
        SELECT DISTINCT r.run_id, p.timestamp, p.step, p.value
        FROM runs r JOIN metric_series s USING (run_key) JOIN metric_points p USING (series_id)
        WHERE r.run_id = ANY (?) AND s.key = ?
        ORDER BY r.run_id, p.timestamp, p.step, p.value
        LIMIT ?
        """,
        row -> read(row, key),
        runIds,
        key,
        limit);
  }

  /**
   * Points of one metric of several runs by run, step, time and value, evenly thinned out to at
   * most so many a run; the first and the last point of each run stay.
   */
  List<MetricWithRunId> sampledHistoryOfRuns(
      String[] runIds,
      String key,
      @Nullable Integer startStep,
      @Nullable Integer endStep,
      int maxPerRun) {
    return query(
        """
        WITH points AS (
          SELECT DISTINCT r.run_id, p.timestamp, p.step, p.value
          FROM runs r JOIN metric_series s USING (run_key) JOIN metric_points p USING (series_id)
          WHERE r.run_id = ANY (?) AND s.key = ?
            AND (?::bigint IS NULL OR p.step BETWEEN ?::bigint AND ?::bigint)
        ), tiled AS (
          SELECT *, ntile(?) OVER in_run AS tile, row_number() OVER in_run AS place,
                 count(*) OVER (PARTITION BY run_id) AS total
          FROM points
          WINDOW in_run AS (PARTITION BY run_id ORDER BY step, timestamp, value)
        ), begun AS (
          SELECT *, lag(tile) OVER (PARTITION BY run_id ORDER BY place) IS DISTINCT FROM tile
                    AS begins_tile
          FROM tiled
        )
        SELECT run_id, timestamp, step, value FROM begun
        WHERE total <= ? OR place = total OR (begins_tile AND tile < ?)
        ORDER BY array_position(?, run_id), place
        """,
        row -> read(row, key),
        runIds,
        key,
        startStep,
        startStep,
        endStep,
        maxPerRun,
        maxPerRun,
        maxPerRun,
        runIds);
  }

  private static MetricWithRunId read(ResultSet row, String key) throws SQLException {
    return new MetricWithRunId(
        key, row.getDouble(4), row.getLong(2), row.getLong(3), row.getString(1));
  }
}
