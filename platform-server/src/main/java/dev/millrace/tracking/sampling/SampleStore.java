package dev.millrace.tracking.sampling;

import dev.millrace.core.tracking.SampleMetrics;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;

/** Reads the points of several metrics of several runs in one pass. */
@Singleton
class SampleStore extends JdbcStore {

  SampleStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Takes the points, series by series, and in each by step, time and value. */
  interface Sink {

    /**
     * Takes a point; one that several contexts share comes several times.
     *
     * @param run place of the run among those asked for, from 1
     * @param key place of the key among those asked for, from 1
     * @param least the least place on the axis that this series has a point at
     * @param greatest the greatest such place
     */
    void point(
        int run, int key, long least, long greatest, long step, long timestampMillis, double value);

    /** Says that there are no more. */
    void end();
  }

  /**
   * Reads the points between two places on the axis, both included. They are handed on as they come
   * from the database, so any number of them can be read.
   */
  void read(
      String[] runIds, String[] keys, SampleMetrics.Axis axis, long start, long end, Sink sink) {
    forEach(
        """
        WITH asked AS MATERIALIZED (
          SELECT array_position(?, r.run_id) AS run, array_position(?, s.key) AS key, s.series_id
          FROM runs AS r JOIN metric_series AS s USING (run_key)
          WHERE r.run_id = ANY (?) AND s.key = ANY (?)
        ), bounded AS MATERIALIZED (
          SELECT run, key, series_id,
                 min(least) OVER of_series AS least, max(greatest) OVER of_series AS greatest
          FROM asked CROSS JOIN LATERAL (
            SELECT min(p.%1$s) AS least, max(p.%1$s) AS greatest
            FROM metric_points AS p
            WHERE p.series_id = asked.series_id AND p.%1$s BETWEEN ? AND ?) AS ends
          WINDOW of_series AS (PARTITION BY run, key)
        )
        SELECT b.run, b.key, b.least, b.greatest, p.step, p.timestamp, p.value
        FROM (SELECT * FROM bounded ORDER BY run, key, series_id) AS b
        CROSS JOIN LATERAL (
          SELECT step, timestamp, value FROM metric_points AS p
          WHERE p.series_id = b.series_id AND p.%1$s BETWEEN ? AND ?
          OFFSET 0) AS p
        ORDER BY b.run, b.key, p.step, p.timestamp, p.value
        """
            .formatted(axis == SampleMetrics.Axis.STEP ? "step" : "timestamp"),
        row ->
            sink.point(
                row.getInt(1),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getDouble(7)),
        runIds,
        keys,
        runIds,
        keys,
        start,
        end,
        start,
        end);
    sink.end();
  }
}
