package dev.millrace.tracking.origin;

import dev.millrace.core.registry.MetricRange;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the summaries of a run's metrics. */
@Singleton
class MetricRangeStore extends JdbcStore {

  MetricRangeStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * The metrics of a run by name. A name has a series for each model and dataset that it was
   * measured of: those of the model come before those of no model, and series of other models are
   * left out; of several the one with the latest value counts.
   *
   * @return empty where there is no such run
   */
  Map<String, MetricRange> ofRun(String runId, @Nullable String modelId) {
    Map<String, MetricRange> ranges = new HashMap<>();
    query(
        """
        SELECT DISTINCT ON (s.key) s.key, s.last_value, s.min_value, s.max_value
        FROM metric_series s JOIN runs r USING (run_key)
        WHERE r.run_id = ? AND (s.model_id IS NULL OR s.model_id = ?)
        ORDER BY s.key, s.model_id NULLS LAST, s.last_timestamp DESC, s.series_id DESC
        """,
        row ->
            ranges.put(
                row.getString(1),
                new MetricRange(
                    row.getDouble(2),
                    row.getObject(3, Double.class),
                    row.getObject(4, Double.class))),
        runId,
        modelId);
    return ranges;
  }
}
