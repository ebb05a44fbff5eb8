package dev.millrace.bench.seed;

import java.sql.Connection;
import java.sql.SQLException;

/** MLflow 3.17's tables. */
public final class MlflowSeeder implements RunSeeder {

  @Override
  public void seedRuns(
      Connection connection, long experimentId, int first, int count, RunShape shape)
      throws SQLException {
    String numbers = "generate_series(%d, %d) AS i".formatted(first, first + count - 1);
    String metrics = numbers + ", " + shape.metrics() + " AS k";
    String id = RunSeeder.runId(experimentId);
    String metric = RunSeeder.metricValue();
    RunSeeder.execute(
        connection,
        """
        INSERT INTO runs (run_uuid, name, source_type, source_name, entry_point_name, user_id,
                          status, start_time, end_time, source_version, lifecycle_stage,
                          artifact_uri, experiment_id)
        SELECT %1$s, 'run-' || i, 'UNKNOWN', '', '', 'bench', 'FINISHED', 1700000000000 + i,
               1700000100000 + i, '', 'active',
               'mlflow-artifacts:/%2$d/' || %1$s || '/artifacts', %2$d
        FROM %3$s
        """
            .formatted(id, experimentId, numbers),
        """
        INSERT INTO tags (key, value, run_uuid)
        SELECT t.key, t.value, %s
        FROM %s, LATERAL (VALUES ('mlflow.user', 'bench'), ('mlflow.runName', 'run-' || i)) AS t (key, value)
        """
            .formatted(id, numbers),
        """
        INSERT INTO tags (key, value, run_uuid)
        SELECT 'tag_' || k, 'value-' || (i + k) %% 10, %s FROM %s, generate_series(0, %d) AS k
        """
            .formatted(id, numbers, shape.tags() - 1),
        """
        INSERT INTO params (key, value, run_uuid)
        SELECT 'param_' || k, (i %% (k + 2))::text, %s FROM %s, generate_series(0, %d) AS k
        """
            .formatted(id, numbers, shape.params() - 1),
        """
        INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid)
        SELECT 'metric_' || k, %s, 1700000000000 + i, 0, false, %s FROM %s
        """
            .formatted(metric, id, metrics),
        """
        INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid)
        SELECT 'metric_' || k, %s, 1700000000000 + i, 0, false, %s FROM %s
        """
            .formatted(metric, id, metrics));
  }

  @Override
  public void seedHistory(Connection connection, String runId, String key, int points)
      throws SQLException {
    RunSeeder.execute(
        connection,
        """
        INSERT INTO metrics (key, value, timestamp, step, is_nan, run_uuid)
        SELECT '%s', sin(i / 100.0), 1700000000000 + i, i, false, '%s'
        FROM generate_series(0, %d) AS i
        """
            .formatted(key, runId, points - 1),
        """
        INSERT INTO latest_metrics (key, value, timestamp, step, is_nan, run_uuid)
        SELECT key, value, timestamp, step, is_nan, run_uuid FROM metrics
        WHERE run_uuid = '%s' AND key = '%s' AND step = %d
        """
            .formatted(runId, key, points - 1));
  }

  @Override
  public String metricBytesQuery() {
    return "SELECT pg_total_relation_size('metrics') + pg_total_relation_size('latest_metrics')";
  }

  @Override
  public String metricPointsQuery() {
    return "SELECT count(*) FROM metrics";
  }
}
