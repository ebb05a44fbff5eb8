package dev.millrace.tracking.metric;

import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes points and keeps the summaries of their series; to be called in a transaction. */
@Singleton
class PointStore extends JdbcStore {

  private static final String SUMMARY_COLUMNS =
      """
      point_count, in_order, last_value, last_step, last_timestamp, first_value, first_step, first_timestamp,
      min_value, min_step, min_timestamp, max_value, max_step, max_timestamp""";

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

  private static final String SUM_UP_SERIES =
      """
      INSERT INTO metric_series AS s
        (run_key, key, model_id, dataset_name, dataset_digest, %1$s)
      SELECT run_key, key, model_id, dataset_name, dataset_digest, %1$s
      FROM unnest(?, ?, ?, ?, ?, ?::bigint[], ?::bool[],
                  ?::float8[], ?::bigint[], ?::bigint[], ?::float8[], ?::bigint[], ?::bigint[],
                  ?::float8[], ?::bigint[], ?::bigint[], ?::float8[], ?::bigint[], ?::bigint[])
             WITH ORDINALITY
             AS batch (run_key, key, model_id, dataset_name, dataset_digest, %1$s, place)
      WHERE run_key IN (SELECT run_key FROM runs WHERE run_key = ANY (?))
      ORDER BY place
      ON CONFLICT ON CONSTRAINT metric_series_context_key DO UPDATE SET %2$s
      RETURNING series_id, run_key, key, model_id, dataset_name, dataset_digest
      """
          .formatted(SUMMARY_COLUMNS, SUM_UP);

  private static final String INSERT_POINTS =
      """
      INSERT INTO metric_points (series_id, step, timestamp, value)
      SELECT series_id, step, at, value
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::float8[])
        AS point (series_id, step, at, value)""";

  PointStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Notes that the summaries of these runs change. */
  void noteChange(Long[] runKeys) {
    update(ChangeNote.of("runs WHERE run_key = ANY (?)"), (Object) runKeys);
  }

  private record SeriesRow(long seriesId, SeriesContext context) {}

  /** The extremes of a series; absent where all its values are NaN. */
  private record Numbers(@Nullable Point min, @Nullable Point max) {}

  /**
   * Sums these up with what is known of their series.
   *
   * @return the series' ids, without those of runs that are no longer there
   */
  Map<SeriesContext, Long> sumUp(Collection<SeriesSummary> summaries) {
    List<SeriesSummary> series = List.copyOf(summaries);
    List<SeriesContext> contexts = series.stream().map(SeriesSummary::context).toList();
    List<Point> last = series.stream().map(SeriesSummary::last).toList();
    List<Point> first = series.stream().map(SeriesSummary::first).toList();
    List<Numbers> numbers =
        series.stream().map(s -> new Numbers(s.min().orElse(null), s.max().orElse(null))).toList();
    Long[] runKeys = column(contexts, Long[]::new, SeriesContext::runKey);
    return query(
            SUM_UP_SERIES,
            row ->
                new SeriesRow(
                    row.getLong(1),
                    new SeriesContext(
                        row.getLong(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6))),
            runKeys,
            column(contexts, String[]::new, SeriesContext::key),
            column(contexts, String[]::new, SeriesContext::modelId),
            column(contexts, String[]::new, SeriesContext::datasetName),
            column(contexts, String[]::new, SeriesContext::datasetDigest),
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
            List.of(runKeys).stream().distinct().toArray(Long[]::new))
        .stream()
        .collect(Collectors.toMap(SeriesRow::context, SeriesRow::seriesId));
  }

  /** Writes points that are all new: one that is there already violates the primary key. */
  void insert(Collection<SeriesSummary> summaries, Map<SeriesContext, Long> seriesIds) {
    update(INSERT_POINTS, points(summaries, seriesIds));
  }

  /** Writes points of which some may be there; those are left, and taken off the counts again. */
  void insertMissing(
      Map<SeriesContext, SeriesSummary> summaries, Map<SeriesContext, Long> seriesIds) {
    Map<Long, Long> written = new HashMap<>();
    query(
            INSERT_POINTS + " ON CONFLICT DO NOTHING RETURNING series_id",
            row -> row.getLong(1),
            points(summaries.values(), seriesIds))
        .forEach(seriesId -> written.merge(seriesId, 1L, Long::sum));
    Map<SeriesContext, Long> writtenTo = new HashMap<>();
    seriesIds.forEach((context, id) -> writtenTo.put(context, written.getOrDefault(id, 0L)));
    Map<SeriesContext, Long> repeated = SeriesSummary.repeated(summaries, writtenTo);
    repeated.keySet().retainAll(seriesIds.keySet());
    update(
        """
        UPDATE metric_series AS s SET point_count = s.point_count - batch.points
        FROM unnest(?::bigint[], ?::bigint[]) AS batch (series_id, points)
        WHERE s.series_id = batch.series_id
        """,
        repeated.keySet().stream().map(seriesIds::get).toArray(Long[]::new),
        repeated.values().toArray(Long[]::new));
  }

  private static Object[] points(
      Collection<SeriesSummary> summaries, Map<SeriesContext, Long> seriesIds) {
    List<SeriesSummary> kept = new ArrayList<>();
    int size = 0;
    for (SeriesSummary summary : summaries) {
      if (seriesIds.containsKey(summary.context())) {
        kept.add(summary);
        size += summary.ownPoints().size();
      }
    }
    long[] ids = new long[size];
    long[] steps = new long[size];
    long[] timestamps = new long[size];
    double[] values = new double[size];
    int i = 0;
    for (SeriesSummary summary : kept) {
      long id = seriesIds.getOrDefault(summary.context(), 0L);
      for (Point point : summary.ownPoints()) {
        ids[i] = id;
        steps[i] = point.step();
        timestamps[i] = point.timestampMillis();
        values[i] = point.value();
        i++;
      }
    }
    return new Object[] {ids, steps, timestamps, values};
  }

  private static <T, V> @Nullable V[] column(
      List<T> rows, IntFunction<@Nullable V[]> array, Function<T, @Nullable V> column) {
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
