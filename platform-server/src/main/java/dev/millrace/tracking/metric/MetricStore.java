package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import dev.millrace.tracking.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps the summaries of metrics' series. */
@Singleton
public class MetricStore extends JdbcStore {

  MetricStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** How many points of a batch a series took; the others were there before. */
  private record Taken(long seriesId, SeriesContext context, long points) {}

  /**
   * Runs a log statement whose points may be there already, and takes those off the counts again.
   * To be called in a transaction: in between, the counts are too high.
   *
   * @param statement ends where the expressions of {@code write} are to follow
   * @return false where there was no active run to write to
   */
  public boolean writeRepeated(
      String statement, PointWrite write, List<@Nullable Object> statementArgs) {
    List<@Nullable Object> args = new ArrayList<>(statementArgs);
    args.addAll(Arrays.asList(write.args()));
    List<Taken> taken =
        query(
            statement
                + write.sqlForRepeated()
                + """

                SELECT series.series_id, series.key, series.model_id, series.dataset_name,
                       series.dataset_digest, count(written.series_id)
                FROM series LEFT JOIN written USING (series_id)
                GROUP BY series.series_id, series.key, series.model_id, series.dataset_name,
                         series.dataset_digest
                """,
            row ->
                new Taken(
                    row.getLong(1),
                    new SeriesContext(
                        row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
                    row.getLong(6)),
            args.toArray());
    Map<SeriesContext, Long> points = new HashMap<>();
    taken.forEach(t -> points.put(t.context(), t.points()));
    TreeMap<SeriesContext, Long> repeated = write.repeated(points);
    List<Taken> counted = taken.stream().filter(t -> repeated.containsKey(t.context())).toList();
    // The rows are locked already.
    update(
        """
        UPDATE metric_series AS s SET point_count = s.point_count - batch.points
        FROM unnest(?::bigint[], ?::bigint[]) AS batch (series_id, points)
        WHERE s.series_id = batch.series_id
        """,
        counted.stream().map(Taken::seriesId).toArray(Long[]::new),
        counted.stream().map(t -> repeated.get(t.context())).toArray(Long[]::new));
    return !taken.isEmpty();
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
}
