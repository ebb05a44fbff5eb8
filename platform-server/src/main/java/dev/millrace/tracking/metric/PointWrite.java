package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of a log statement that writes points and keeps their series' summaries.
 *
 * <p>It is a list of common table expressions that follows one called {@code active (run_key)} and
 * ends with {@code series}, which has a row for every series of the batch, and {@code written},
 * which has one for every point that was written. Series are touched in the order of their
 * contexts, so that concurrent writers wait for each other and never deadlock.
 */
public final class PointWrite {

  /** Sums the batch's row ({@code excluded}) up with the one that is there ({@code s}). */
  private static final String SUM_UP =
      """
      point_count = s.point_count + excluded.point_count,
      in_order = s.in_order AND excluded.in_order
        AND excluded.first_step > s.last_step AND excluded.first_timestamp >= s.last_timestamp"""
          + replaced(
              "last",
              """
              (excluded.last_step, excluded.last_timestamp, excluded.last_value)
                > (s.last_step, s.last_timestamp, s.last_value)""")
          + replaced(
              "first",
              """
              (excluded.first_step, excluded.first_timestamp, excluded.first_value)
                < (s.first_step, s.first_timestamp, s.first_value)""")
          + replaced(
              "min",
              """
              s.min_value IS NULL
                OR (excluded.min_value, excluded.min_step, excluded.min_timestamp)
                  < (s.min_value, s.min_step, s.min_timestamp)""")
          + replaced(
              "max",
              """
              s.max_value IS NULL
                OR excluded.max_value > s.max_value
                OR excluded.max_value = s.max_value
                  AND (excluded.max_step, excluded.max_timestamp)
                    < (s.max_step, s.max_timestamp)""");

  private static final String SUMMARY_COLUMNS =
      """
      point_count, in_order, last_value, last_step, last_timestamp, first_value, first_step, first_timestamp,
      min_value, min_step, min_timestamp, max_value, max_step, max_timestamp""";

  /** One point for each key and no contexts, as a training logs: the point is its own summary. */
  private static final String PLAIN =
      """
      point AS MATERIALIZED (
        SELECT key, step, at, value, nullif(value, 'NaN') AS number,
               CASE WHEN value <> 'NaN' THEN step END AS number_step,
               CASE WHEN value <> 'NaN' THEN at END AS number_at
        FROM unnest(?, ?::bigint[], ?::bigint[], ?::float8[]) AS point (key, step, at, value)
      ), series AS (
        INSERT INTO metric_series AS s (run_key, key, %s)
        SELECT run_key, key, 1, true, value, step, at, value, step, at,
               number, number_step, number_at, number, number_step, number_at
        FROM active, point
        ON CONFLICT ON CONSTRAINT metric_series_context_key DO UPDATE SET %s
        RETURNING series_id, key, model_id, dataset_name, dataset_digest
      ), written AS (
        INSERT INTO metric_points (series_id, step, timestamp, value)
        SELECT series_id, step, at, value FROM point JOIN series USING (key)"""
          .formatted(SUMMARY_COLUMNS, SUM_UP);

  private static final String ANY =
      """
      series AS (
        INSERT INTO metric_series AS s
          (run_key, key, model_id, dataset_name, dataset_digest, %1$s)
        SELECT run_key, key, model_id, dataset_name, dataset_digest, %1$s
        FROM active,
             unnest(?, ?, ?, ?, ?::bigint[], ?::bool[],
                    ?::float8[], ?::bigint[], ?::bigint[], ?::float8[], ?::bigint[], ?::bigint[],
                    ?::float8[], ?::bigint[], ?::bigint[], ?::float8[], ?::bigint[], ?::bigint[])
               AS batch (key, model_id, dataset_name, dataset_digest, %1$s)
        ON CONFLICT ON CONSTRAINT metric_series_context_key DO UPDATE SET %2$s
        RETURNING series_id, key, model_id, dataset_name, dataset_digest
      ), written AS (
        INSERT INTO metric_points (series_id, step, timestamp, value)
        SELECT series.series_id, point.step, point.at, point.value
        FROM unnest(?, ?, ?, ?, ?::bigint[], ?::bigint[], ?::float8[])
          AS point (key, model_id, dataset_name, dataset_digest, step, at, value)
        JOIN series
          ON series.key = point.key
         AND series.model_id IS NOT DISTINCT FROM point.model_id
         AND series.dataset_name IS NOT DISTINCT FROM point.dataset_name
         AND series.dataset_digest IS NOT DISTINCT FROM point.dataset_digest"""
          .formatted(SUMMARY_COLUMNS, SUM_UP);

  private final TreeMap<SeriesContext, SeriesSummary> batch;
  private final List<SeriesSummary.Located> points;

  private PointWrite(TreeMap<SeriesContext, SeriesSummary> batch) {
    this.batch = batch;
    this.points = SeriesSummary.ownPoints(batch);
  }

  /**
   * Sums the points up.
   *
   * @param points checked: key, value and timestamp are present
   */
  public static PointWrite of(List<Metric> points) {
    return new PointWrite(SeriesSummary.of(points));
  }

  /** How many points there are to write; one that is named twice counts once. */
  public int size() {
    return points.size();
  }

  /** For points that are all new: one that is there already violates the primary key. */
  public String sql() {
    return (isPlain() ? PLAIN : ANY) + "\n)";
  }

  /** For points of which some may be there: those are left as they are. */
  String sqlForRepeated() {
    return (isPlain() ? PLAIN : ANY) + "\nON CONFLICT DO NOTHING RETURNING series_id\n)";
  }

  public @Nullable Object[] args() {
    return isPlain() ? plainArgs() : anyArgs();
  }

  /** How many points were there before, by series; {@code written}: how many each one took. */
  TreeMap<SeriesContext, Long> repeated(Map<SeriesContext, Long> written) {
    return SeriesSummary.repeated(batch, written);
  }

  private boolean isPlain() {
    return points.size() == batch.size()
        && batch.values().stream().allMatch(s -> s.context().isOfRun());
  }

  private @Nullable Object[] plainArgs() {
    return new Object[] {
      column(points, String[]::new, p -> p.context().key()),
      column(points, Long[]::new, p -> p.point().step()),
      column(points, Long[]::new, p -> p.point().timestampMillis()),
      column(points, Double[]::new, p -> p.point().value())
    };
  }

  private @Nullable Object[] anyArgs() {
    List<SeriesSummary> series = List.copyOf(batch.values());
    List<Point> last = series.stream().map(SeriesSummary::last).toList();
    List<Point> first = series.stream().map(SeriesSummary::first).toList();
    List<Numbers> numbers =
        series.stream().map(s -> new Numbers(s.min().orElse(null), s.max().orElse(null))).toList();
    return new Object[] {
      column(series, String[]::new, s -> s.context().key()),
      column(series, String[]::new, s -> s.context().modelId()),
      column(series, String[]::new, s -> s.context().datasetName()),
      column(series, String[]::new, s -> s.context().datasetDigest()),
      column(series, Long[]::new, s -> (long) s.size()),
      column(series, Boolean[]::new, SeriesSummary::isInOrder),
      column(last, Double[]::new, Point::value),
      column(last, Long[]::new, Point::step),
      column(last, Long[]::new, Point::timestampMillis),
      column(first, Double[]::new, Point::value),
      column(first, Long[]::new, Point::step),
      column(first, Long[]::new, Point::timestampMillis),
      column(numbers, Double[]::new, n -> n.min() == null ? null : n.min().value()),
      column(numbers, Long[]::new, n -> n.min() == null ? null : n.min().step()),
      column(numbers, Long[]::new, n -> n.min() == null ? null : n.min().timestampMillis()),
      column(numbers, Double[]::new, n -> n.max() == null ? null : n.max().value()),
      column(numbers, Long[]::new, n -> n.max() == null ? null : n.max().step()),
      column(numbers, Long[]::new, n -> n.max() == null ? null : n.max().timestampMillis()),
      column(points, String[]::new, p -> p.context().key()),
      column(points, String[]::new, p -> p.context().modelId()),
      column(points, String[]::new, p -> p.context().datasetName()),
      column(points, String[]::new, p -> p.context().datasetDigest()),
      column(points, Long[]::new, p -> p.point().step()),
      column(points, Long[]::new, p -> p.point().timestampMillis()),
      column(points, Double[]::new, p -> p.point().value())
    };
  }

  /** The extremes of a series; absent where all its values are NaN. */
  private record Numbers(@Nullable Point min, @Nullable Point max) {}

  private static <T, V> @Nullable V[] column(
      List<T> rows, Function<Integer, @Nullable V[]> array, Function<T, @Nullable V> column) {
    @Nullable V[] values = array.apply(rows.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return values;
  }

  private static String replaced(String summary, String condition) {
    StringBuilder set = new StringBuilder();
    for (String part : List.of("value", "step", "timestamp")) {
      set.append(
          ",\n%1$s_%2$s = CASE WHEN %3$s THEN excluded.%1$s_%2$s ELSE s.%1$s_%2$s END"
              .formatted(summary, part, condition));
    }
    return set.toString();
  }
}
