package dev.millrace.tracking.origin;

import dev.millrace.core.registry.MetricRange;
import dev.millrace.core.registry.VersionOrigins;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the summaries of metrics that were measured in runs and of logged models. */
@Singleton
class MetricRangeStore extends JdbcStore {

  /**
   * The series of several origins, each with the place of its origin; 2 ahead of 1 in `nearness` is
   * what was measured of the model in its own run, 0 what other runs measured of it. A run's own
   * series sums up those of every context, so it tells nothing of a model where the run measured
   * another one by that name.
   */
  private static final String SERIES_OF_ORIGINS =
      """
      WITH origins AS (
        SELECT given.place, given.model_id, r.run_key
        FROM unnest(?, ?) WITH ORDINALITY AS given (run_id, model_id, place)
        LEFT JOIN runs r ON r.run_id = given.run_id
      ), series AS (
        SELECT o.place, s.key, s.last_value, s.min_value, s.max_value, s.last_timestamp,
               s.series_id, CASE WHEN s.model_id IS NULL THEN 1 ELSE 2 END AS nearness
        FROM origins o JOIN metric_series s USING (run_key)
        WHERE s.model_id = o.model_id
           OR s.model_id IS NULL
              AND NOT EXISTS (SELECT FROM metric_series other
                              WHERE other.run_key = s.run_key AND other.key = s.key
                                AND other.model_id <> o.model_id)
        UNION ALL
        SELECT o.place, s.key, s.last_value, s.min_value, s.max_value, s.last_timestamp,
               s.series_id, 0
        FROM origins o JOIN metric_series s ON s.model_id = o.model_id
        WHERE s.run_key IS DISTINCT FROM o.run_key
      )
      """;

  MetricRangeStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** How many of the origins have each metric: of at most so many metrics, the commonest first. */
  List<VersionOrigins.MetricCount> countOf(List<VersionOrigins.Origin> origins, int most) {
    return queryPlanned(
        SERIES_OF_ORIGINS
            + """
              SELECT key, count(DISTINCT place) FROM series
              GROUP BY key ORDER BY starts_with(key, 'system/'), 2 DESC, key LIMIT ?
              """,
        row -> new VersionOrigins.MetricCount(row.getString(1), row.getInt(2)),
        runIds(origins),
        modelIds(origins),
        most);
  }

  /** All metrics of one origin, by name; empty where there is no such run and model. */
  Map<String, MetricRange> of(VersionOrigins.Origin origin) {
    return ranges("", List.of(origin)).get(0);
  }

  /** These metrics of each origin, by name, in the order of the origins. */
  List<Map<String, MetricRange>> ofAll(List<VersionOrigins.Origin> origins, List<String> keys) {
    return ranges("WHERE key = ANY (?)", origins, (Object) keys.toArray(String[]::new));
  }

  /**
   * A name has a series for each run, model and dataset that it was measured in and of: the nearest
   * counts, and of several the one with the latest value.
   */
  private List<Map<String, MetricRange>> ranges(
      String condition, List<VersionOrigins.Origin> origins, Object... args) {
    List<Map<String, MetricRange>> ranges = new ArrayList<>();
    origins.forEach(origin -> ranges.add(new TreeMap<>()));
    query(
        SERIES_OF_ORIGINS
            + """
              SELECT DISTINCT ON (place, key) key, last_value, min_value, max_value, place
              FROM series %s
              ORDER BY place, key, nearness DESC, last_timestamp DESC, series_id DESC
              """
                .formatted(condition),
        row -> ranges.get(row.getInt("place") - 1).put(row.getString(1), range(row)),
        Stream.concat(Stream.of(runIds(origins), modelIds(origins)), Stream.of(args)).toArray());
    return ranges;
  }

  private static MetricRange range(ResultSet row) throws SQLException {
    return new MetricRange(
        row.getDouble("last_value"),
        row.getObject("min_value", Double.class),
        row.getObject("max_value", Double.class));
  }

  private static @Nullable String[] runIds(List<VersionOrigins.Origin> origins) {
    return origins.stream().map(VersionOrigins.Origin::runId).toArray(String[]::new);
  }

  private static @Nullable String[] modelIds(List<VersionOrigins.Origin> origins) {
    return origins.stream().map(VersionOrigins.Origin::modelId).toArray(String[]::new);
  }
}
