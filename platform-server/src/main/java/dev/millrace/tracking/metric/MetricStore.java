package dev.millrace.tracking.metric;

import dev.millrace.core.tracking.Metric;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the summaries of metrics' series. */
@Singleton
public class MetricStore extends JdbcStore {

  MetricStore(AgroalDataSource dataSource) {
    super(dataSource);
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
