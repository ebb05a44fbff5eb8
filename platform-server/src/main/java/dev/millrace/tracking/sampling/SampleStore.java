package dev.millrace.tracking.sampling;

import dev.millrace.core.tracking.SampleMetrics.Axis;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the points of several metrics of several runs. */
@Singleton
class SampleStore extends JdbcStore {

  /** Of one run and metric, in one answer of the database. */
  private static final int POINTS_AT_ONCE = 10_000;

  private static final int CHUNKS_AT_ONCE = 4;

  /** Histories whose points may be at hand at the same time, of each at most one chunk. */
  private static final int HISTORIES_AT_ONCE = 64;

  SampleStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * A metric of a run that has points in the range.
   *
   * @param run place of the run among those asked for, from 1
   * @param key place of the key among those asked for, from 1
   * @param seriesIds one, or more where the metric has contexts
   * @param least the least place on the axis that it has a point at
   * @param greatest the greatest such place
   */
  record History(int run, int key, Long[] seriesIds, long least, long greatest) {}

  /** Takes the points of one history by step, time and value; a point that contexts share once. */
  interface Sink {

    void point(long step, long timestampMillis, double value);

    /** Says that there are no more. */
    void end();
  }

  /**
   * The histories that have points between two places on the axis, both included, run by run in the
   * order asked for.
   */
  List<History> histories(String[] runIds, String[] keys, Axis axis, long start, long end) {
    return query(
        """
        WITH asked AS MATERIALIZED (
          SELECT array_position(?, r.run_id) AS run, array_position(?, s.key) AS key, s.series_id
          FROM runs AS r JOIN metric_series AS s USING (run_key)
          WHERE r.run_id = ANY (?) AND s.key = ANY (?)
        )
        SELECT a.run, a.key, array_agg(a.series_id), min(ends.least), max(ends.greatest)
        FROM asked AS a CROSS JOIN LATERAL (
          SELECT min(p.%1$s) AS least, max(p.%1$s) AS greatest
          FROM metric_points AS p
          WHERE p.series_id = a.series_id AND p.%1$s BETWEEN ? AND ?) AS ends
        WHERE ends.least IS NOT NULL
        GROUP BY a.run, a.key
        ORDER BY a.run, a.key
        """
            .formatted(columnOf(axis)),
        row ->
            new History(
                row.getInt(1),
                row.getInt(2),
                (Long[]) row.getArray(3).getArray(),
                row.getLong(4),
                row.getLong(5)),
        runIds,
        keys,
        runIds,
        keys,
        start,
        end);
  }

  /**
   * Reads the points of histories within their bounds, chunk by chunk and group by group, so any
   * number of them can be read in the same memory. Each sink gets the points of one history; those
   * of several come in turns. The sinks are asked for in the order of the histories.
   */
  void read(List<History> histories, Axis axis, Function<History, Sink> sinks) {
    for (int from = 0; from < histories.size(); from += HISTORIES_AT_ONCE) {
      int to = Math.min(from + HISTORIES_AT_ONCE, histories.size());
      readGroup(histories.subList(from, to), axis, sinks);
    }
  }

  private void readGroup(List<History> histories, Axis axis, Function<History, Sink> sinks) {
    List<HistoryReader> readers = new ArrayList<>();
    for (History history : histories) {
      readers.add(new HistoryReader(history, axis, POINTS_AT_ONCE, sinks.apply(history)));
    }
    while (!readers.isEmpty()) {
      readOn(readers, axis);
      readers.removeIf(HistoryReader::hasEnded);
    }
  }

  /**
   * Reads the next chunk wherever one is waited for. An array of a chunk's numbers costs a fraction
   * of as many rows, here and in the database, and the primary key has them in their order.
   */
  private void readOn(List<HistoryReader> readers, Axis axis) {
    List<HistoryReader> of = new ArrayList<>();
    List<SeriesCursor> waiting = new ArrayList<>();
    for (HistoryReader reader : readers) {
      for (SeriesCursor cursor : reader.waiting()) {
        of.add(reader);
        waiting.add(cursor);
      }
    }
    forEachLarge(
        CHUNKS_AT_ONCE,
        """
        SELECT c.place, chunk.steps, chunk.timestamps, chunk.values
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::float8[],
                    ?::bigint[], ?::bigint[], ?::bigint[])
             WITH ORDINALITY
             AS c (series_id, step, timestamp, value, least, greatest, most, place)
        CROSS JOIN LATERAL (
          SELECT array_send(array_agg(p.step)) AS steps,
                 array_send(array_agg(p.timestamp)) AS timestamps,
                 array_send(array_agg(p.value)) AS values
          FROM (
            SELECT step, timestamp, value FROM metric_points
            WHERE series_id = c.series_id
              AND (step, timestamp, value) >= (c.step, c.timestamp, c.value)
              AND %s BETWEEN c.least AND c.greatest
            ORDER BY step, timestamp, value
            LIMIT c.most) AS p) AS chunk
        """
            .formatted("metric_points." + columnOf(axis)),
        row -> {
          int place = row.getInt(1) - 1;
          waiting
              .get(place)
              .take(PointChunk.read(row.getBytes(2), row.getBytes(3), row.getBytes(4)));
          of.get(place).handOn();
        },
        longs(waiting, SeriesCursor::seriesId),
        longs(waiting, SeriesCursor::fromStep),
        longs(waiting, SeriesCursor::fromTimestamp),
        waiting.stream().map(SeriesCursor::fromValue).toArray(Double[]::new),
        longs(of, reader -> reader.history().least()),
        longs(of, reader -> reader.history().greatest()),
        longs(waiting, SeriesCursor::most));
  }

  private static <T> Long[] longs(List<T> of, Function<T, Long> number) {
    return of.stream().map(number).toArray(Long[]::new);
  }

  private static String columnOf(Axis axis) {
    return axis == Axis.STEP ? "step" : "timestamp";
  }
}
