package dev.millrace.tracking.live;

import dev.millrace.core.live.RunEvent;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what there is to tell of runs that changed. */
@Singleton
class RunEventStore extends JdbcStore {

  RunEventStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A run as it is now. */
  record ChangedRun(long runKey, RunEvent run, boolean stalled) {}

  /**
   * Those of the runs that there are, oldest first.
   *
   * @param experimentIds only runs of these experiments; null for all
   */
  List<ChangedRun> changedRuns(String[] runIds, Long @Nullable [] experimentIds) {
    return query(
        """
        SELECT r.run_key, r.experiment_id, r.run_id, r.run_name, r.status, r.start_time,
               r.end_time, r.lifecycle_stage, h.stalled_at IS NOT NULL AS stalled
        FROM runs r LEFT JOIN run_heartbeats h ON h.run_key = r.run_key
        WHERE r.run_id = ANY (?)
          AND (?::bigint[] IS NULL OR r.experiment_id = ANY (?::bigint[]))
        ORDER BY r.run_key
        """,
        row ->
            new ChangedRun(
                row.getLong("run_key"),
                new RunEvent(
                    row.getString("experiment_id"),
                    row.getString("run_id"),
                    row.getString("run_name"),
                    RunStatus.valueOf(row.getString("status")),
                    row.getLong("start_time"),
                    longOrNull(row, "end_time"),
                    row.getString("lifecycle_stage")),
                row.getBoolean("stalled")),
        runIds,
        experimentIds,
        experimentIds);
  }

  /** The latest values of the runs' own metrics, the first so many keys of each, by run. */
  Map<Long, List<Metric>> latestMetrics(Long[] runKeys, int keysOfEach) {
    Map<Long, List<Metric>> metrics = new HashMap<>();
    query(
        """
        SELECT wanted.run_key, s.key, s.last_value, s.last_timestamp, s.last_step
        FROM unnest(?) AS wanted (run_key)
        CROSS JOIN LATERAL (
          SELECT key, last_value, last_timestamp, last_step FROM metric_series
          WHERE run_key = wanted.run_key
            AND model_id IS NULL AND dataset_name IS NULL AND dataset_digest IS NULL
          ORDER BY key LIMIT ?
        ) AS s
        ORDER BY wanted.run_key, s.key
        """,
        row ->
            metrics
                .computeIfAbsent(row.getLong(1), key -> new ArrayList<>())
                .add(Metric.of(row.getString(2), row.getDouble(3), row.getLong(4), row.getLong(5))),
        runKeys,
        keysOfEach);
    return metrics;
  }
}
