package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.MetricWithRunId;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the points of metrics. A point that several contexts share is one point of its run. */
@Singleton
class MetricHistoryStore extends JdbcStore {

  MetricHistoryStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Where a page of a history ended. */
  record End(long timestampMillis, long step, double value) {}

  /** All series of one metric of one run: one, or more where it has contexts. */
  private record SeriesOfRun(
      String runId, Long[] seriesIds, boolean inOrder, long points, long firstStep, long lastStep) {

    /** Whether there is exactly one point at each step from the first to the last. */
    boolean isDense() {
      return inOrder && points == lastStep - firstStep + 1;
    }
  }

  /**
   * Tells the points of one metric of one run by time, step and value; none where there is no such
   * run. Memory does not grow with their number.
   *
   * @param after begin after this point; absent: at the beginning
   * @param limit most points; absent: all
   */
  void history(
      String runId,
      String key,
      @Nullable End after,
      @Nullable Long limit,
      Consumer<Point> consumer) {
    for (SeriesOfRun series : seriesOfRuns(new String[] {runId}, key)) {
      RowVisitor visitor =
          row -> consumer.accept(new Point(row.getLong(2), row.getLong(1), row.getDouble(3)));
      if (series.inOrder()) {
        pointsInOrder(series.seriesIds()[0], after, limit, visitor);
      } else {
        pointsByTime(series.seriesIds(), after, limit, visitor);
      }
    }
  }

  /** The index that every point is in has them in this order: nothing is sorted. */
  private void pointsInOrder(
      long seriesId, @Nullable End after, @Nullable Long limit, RowVisitor visitor) {
    forEach(
        """
        SELECT timestamp, step, value FROM metric_points
        WHERE series_id = ? AND step > ?
        ORDER BY step
        LIMIT ?
        """,
        visitor,
        seriesId,
        after == null ? Long.MIN_VALUE : after.step(),
        limit);
  }

  private void pointsByTime(
      Long[] seriesIds, @Nullable End after, @Nullable Long limit, RowVisitor visitor) {
    End end = after == null ? new End(Long.MIN_VALUE, Long.MIN_VALUE, 0) : after;
    forEach(
        """
        SELECT DISTINCT timestamp, step, value FROM metric_points
        WHERE series_id = ANY (?) AND (timestamp, step, value) > (?, ?, ?)
        ORDER BY timestamp, step, value
        LIMIT ?
        """,
        visitor,
        seriesIds,
        end.timestampMillis(),
        end.step(),
        end.value(),
        limit);
  }

  /** The points of one metric of several runs by run, time, step and value. */
  List<MetricWithRunId> historyOfRuns(String[] runIds, String key, int limit) {
    return query(
        """
        SELECT DISTINCT p.timestamp, p.step, p.value, r.run_id
        FROM runs r JOIN metric_series s USING (run_key) JOIN metric_points p USING (series_id)
        WHERE r.run_id = ANY (?) AND s.key = ?
        ORDER BY r.run_id, p.timestamp, p.step, p.value
        LIMIT ?
        """,
        row -> read(row, row.getString(4), key),
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
    long start = startStep == null ? Long.MIN_VALUE : startStep;
    long end = endStep == null ? Long.MAX_VALUE : endStep;
    List<MetricWithRunId> points = new ArrayList<>();
    for (SeriesOfRun series : seriesOfRuns(runIds, key)) {
      if (series.isDense()) {
        points.addAll(sampledByNumber(series, key, start, end, maxPerRun));
      } else {
        points.addAll(sampledByScan(series, key, start, end, maxPerRun));
      }
    }
    return points;
  }

  private List<MetricWithRunId> sampledByNumber(
      SeriesOfRun series, String key, long start, long end, int maxPoints) {
    long first = Math.max(start, series.firstStep());
    long last = Math.min(end, series.lastStep());
    return query(
        """
        SELECT timestamp, step, value FROM metric_points
        WHERE series_id = ? AND step = ANY (?)
        ORDER BY step
        """,
        row -> read(row, series.runId(), key),
        series.seriesIds()[0],
        EvenSample.of(last - first + 1, maxPoints)
            .map(n -> first + n)
            .boxed()
            .toArray(Long[]::new));
  }

  /** As {@link EvenSample} picks, of points that only a scan can number. */
  private List<MetricWithRunId> sampledByScan(
      SeriesOfRun series, String key, long start, long end, int maxPoints) {
    return query(
        """
        WITH point AS (
          SELECT DISTINCT step, timestamp, value FROM metric_points
          WHERE series_id = ANY (?) AND step BETWEEN ? AND ?
        ), size AS (
          SELECT count(*) AS total, count(*) / most AS width, count(*) % most AS wider, most
          FROM point, (SELECT ?::bigint AS most) AS asked
          GROUP BY most
        ), numbered AS (
          SELECT *, row_number() OVER (ORDER BY step, timestamp, value) - 1 AS n FROM point
        )
        SELECT timestamp, step, value FROM numbered, size
        WHERE total <= most
           OR n = total - 1
           OR n < wider * (width + 1) AND n % (width + 1) = 0 AND n / (width + 1) < most - 1
           OR n >= wider * (width + 1) AND (n - wider * (width + 1)) % width = 0
              AND wider + (n - wider * (width + 1)) / width < most - 1
        ORDER BY n
        """,
        row -> read(row, series.runId(), key), series.seriesIds(), start, end, maxPoints);
  }

  /** What is known of these runs' series of a metric, in the order the runs are named in. */
  private List<SeriesOfRun> seriesOfRuns(String[] runIds, String key) {
    return query(
        """
        SELECT r.run_id, array_agg(s.series_id), count(*) = 1 AND bool_and(s.in_order),
               min(s.point_count), min(s.first_step), max(s.last_step)
        FROM unnest(?) WITH ORDINALITY AS asked (run_id, place)
        JOIN runs r USING (run_id)
        JOIN metric_series s USING (run_key)
        WHERE s.key = ?
        GROUP BY r.run_id, asked.place
        ORDER BY asked.place
        """,
        row ->
            new SeriesOfRun(
                row.getString(1),
                (Long[]) row.getArray(2).getArray(),
                row.getBoolean(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6)),
        runIds,
        key);
  }

  private static MetricWithRunId read(ResultSet row, String runId, String key) throws SQLException {
    return new MetricWithRunId(key, row.getDouble(3), row.getLong(1), row.getLong(2), runId);
  }
}
