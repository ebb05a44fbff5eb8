package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import dev.millrace.tracking.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes the points of metrics and keeps their summaries, and reads the summaries. */
@Singleton
public class MetricStore extends JdbcStore {

  MetricStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  private record Written(SeriesContext context, long points) {}

  /**
   * Logs points to a run, all or none. A point that is there already is not written again. The rows
   * of one call are locked in the order of their contexts, so that concurrent calls wait for each
   * other and never deadlock.
   *
   * @param points checked: key, value and timestamp are present
   */
  public void logPoints(long runKey, List<Metric> points) {
    if (points.isEmpty()) {
      return;
    }
    TreeMap<SeriesContext, SeriesSummary> batch = SeriesSummary.of(points);
    List<Written> written = insertPoints(runKey, batch);
    TreeMap<SeriesContext, Long> repeated = SeriesSummary.repeated(batch, counts(written));
    if (!repeated.isEmpty()) {
      discountRepeatedPoints(runKey, repeated);
    }
  }

  private static Map<SeriesContext, Long> counts(List<Written> written) {
    Map<SeriesContext, Long> counts = new HashMap<>();
    written.forEach(w -> counts.put(w.context(), w.points()));
    return counts;
  }

  /** Counts every point of the batch as new; answers how many of them were. */
  private List<Written> insertPoints(long runKey, TreeMap<SeriesContext, SeriesSummary> batch) {
    List<SeriesSummary> series = List.copyOf(batch.values());
    List<SeriesSummary.Located> points = SeriesSummary.ownPoints(batch);
    return query(
        """
        WITH series AS (
          INSERT INTO metric_series AS s
            (run_key, key, model_id, dataset_name, dataset_digest, point_count,
             last_value, last_step, last_timestamp, first_value, first_step, first_timestamp,
             min_value, min_step, min_timestamp, max_value, max_step, max_timestamp)
          SELECT ?, key, model_id, dataset_name, dataset_digest, point_count,
                 last_value, last_step, last_timestamp, first_value, first_step, first_timestamp,
                 min_value, min_step, min_timestamp, max_value, max_step, max_timestamp
          FROM unnest(?, ?, ?, ?, ?::bigint[],
                      ?::float8[], ?::bigint[], ?::bigint[], ?::float8[], ?::bigint[], ?::bigint[],
                      ?::float8[], ?::bigint[], ?::bigint[], ?::float8[], ?::bigint[], ?::bigint[])
            WITH ORDINALITY AS batch
            (key, model_id, dataset_name, dataset_digest, point_count,
             last_value, last_step, last_timestamp, first_value, first_step, first_timestamp,
             min_value, min_step, min_timestamp, max_value, max_step, max_timestamp, place)
          ORDER BY place
          ON CONFLICT ON CONSTRAINT metric_series_context_key DO UPDATE SET
            point_count = s.point_count + excluded.point_count,
            (last_step, last_timestamp, last_value) = (
              SELECT step, at, value
              FROM (VALUES (s.last_step, s.last_timestamp, s.last_value),
                           (excluded.last_step, excluded.last_timestamp, excluded.last_value))
                AS both_ends (step, at, value)
              ORDER BY step DESC, at DESC, value DESC LIMIT 1),
            (first_step, first_timestamp, first_value) = (
              SELECT step, at, value
              FROM (VALUES (s.first_step, s.first_timestamp, s.first_value),
                           (excluded.first_step, excluded.first_timestamp, excluded.first_value))
                AS both_ends (step, at, value)
              ORDER BY step, at, value LIMIT 1),
            (min_value, min_step, min_timestamp) = (
              SELECT value, step, at
              FROM (VALUES (s.min_value, s.min_step, s.min_timestamp),
                           (excluded.min_value, excluded.min_step, excluded.min_timestamp))
                AS both_ends (value, step, at)
              ORDER BY value NULLS LAST, step, at LIMIT 1),
            (max_value, max_step, max_timestamp) = (
              SELECT value, step, at
              FROM (VALUES (s.max_value, s.max_step, s.max_timestamp),
                           (excluded.max_value, excluded.max_step, excluded.max_timestamp))
                AS both_ends (value, step, at)
              ORDER BY value DESC NULLS LAST, step, at LIMIT 1)
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
           AND series.dataset_digest IS NOT DISTINCT FROM point.dataset_digest
          ON CONFLICT DO NOTHING
          RETURNING series_id
        )
        SELECT series.key, series.model_id, series.dataset_name, series.dataset_digest,
               count(written.series_id)
        FROM series LEFT JOIN written USING (series_id)
        GROUP BY series.series_id, series.key, series.model_id, series.dataset_name,
                 series.dataset_digest
        """,
        row ->
            new Written(
                new SeriesContext(
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                row.getLong(5)),
        runKey,
        texts(series, s -> s.context().key()),
        texts(series, s -> s.context().modelId()),
        texts(series, s -> s.context().datasetName()),
        texts(series, s -> s.context().datasetDigest()),
        longs(series, s -> (long) s.size()),
        doubles(series, s -> s.last().value()),
        longs(series, s -> s.last().step()),
        longs(series, s -> s.last().timestampMillis()),
        doubles(series, s -> s.first().value()),
        longs(series, s -> s.first().step()),
        longs(series, s -> s.first().timestampMillis()),
        doubles(series, s -> s.min().map(Point::value).orElse(null)),
        longs(series, s -> s.min().map(Point::step).orElse(null)),
        longs(series, s -> s.min().map(Point::timestampMillis).orElse(null)),
        doubles(series, s -> s.max().map(Point::value).orElse(null)),
        longs(series, s -> s.max().map(Point::step).orElse(null)),
        longs(series, s -> s.max().map(Point::timestampMillis).orElse(null)),
        texts(points, p -> p.context().key()),
        texts(points, p -> p.context().modelId()),
        texts(points, p -> p.context().datasetName()),
        texts(points, p -> p.context().datasetDigest()),
        longs(points, p -> p.point().step()),
        longs(points, p -> p.point().timestampMillis()),
        doubles(points, p -> p.point().value()));
  }

  /** Takes points off the counts again that were there before; the rows are locked already. */
  private void discountRepeatedPoints(long runKey, TreeMap<SeriesContext, Long> repeated) {
    List<SeriesContext> contexts = List.copyOf(repeated.keySet());
    update(
        """
        UPDATE metric_series AS s SET point_count = s.point_count - batch.points
        FROM unnest(?, ?, ?, ?, ?::bigint[])
          AS batch (key, model_id, dataset_name, dataset_digest, points)
        WHERE s.run_key = ?
          AND s.key = batch.key
          AND s.model_id IS NOT DISTINCT FROM batch.model_id
          AND s.dataset_name IS NOT DISTINCT FROM batch.dataset_name
          AND s.dataset_digest IS NOT DISTINCT FROM batch.dataset_digest
        """,
        texts(contexts, SeriesContext::key),
        texts(contexts, SeriesContext::modelId),
        texts(contexts, SeriesContext::datasetName),
        texts(contexts, SeriesContext::datasetDigest),
        repeated.values().toArray(Long[]::new),
        runKey);
  }

  /** The latest value of each metric of these runs, by run and in the order of the keys. */
  public Map<Long, List<Metric>> latestOfRuns(Long[] runKeys) {
    Map<Long, List<Metric>> metrics = new HashMap<>();
    query(
        """
        SELECT run_key, key, last_value, last_timestamp, last_step FROM metric_series
        WHERE run_key = ANY (?)
          AND model_id IS NULL AND dataset_name IS NULL AND dataset_digest IS NULL
        ORDER BY run_key, key
        """,
        row ->
            metrics
                .computeIfAbsent(row.getLong(1), k -> new ArrayList<>())
                .add(Metric.of(row.getString(2), row.getDouble(3), row.getLong(4), row.getLong(5))),
        (Object) runKeys);
    return metrics;
  }

  /**
   * The latest value of each metric of these logged models, once per run and dataset it was
   * measured in, by model.
   */
  public Map<String, List<Metric>> latestOfModels(String[] modelIds) {
    Map<String, List<Metric>> metrics = new HashMap<>();
    query(
        """
        SELECT s.model_id, s.key, s.last_value, s.last_timestamp, s.last_step, s.dataset_name,
               s.dataset_digest, r.run_id
        FROM metric_series s JOIN runs r USING (run_key)
        WHERE s.model_id = ANY (?)
        ORDER BY s.model_id, s.series_id
        """,
        row ->
            metrics
                .computeIfAbsent(row.getString(1), k -> new ArrayList<>())
                .add(
                    new Metric(
                        row.getString(2),
                        row.getDouble(3),
                        row.getLong(4),
                        row.getLong(5),
                        row.getString(6),
                        row.getString(7),
                        row.getString(1),
                        row.getString(8))),
        (Object) modelIds);
    return metrics;
  }

  private static <T> String[] texts(List<T> rows, Function<T, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  private static <T> Long[] longs(List<T> rows, Function<T, Long> column) {
    return rows.stream().map(column).toArray(Long[]::new);
  }

  private static <T> Double[] doubles(List<T> rows, Function<T, Double> column) {
    return rows.stream().map(column).toArray(Double[]::new);
  }
}
