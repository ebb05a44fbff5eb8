package dev.millrace.bench.seed;

import java.sql.Connection;
import java.sql.SQLException;

/** Our tables. */
public final class MillraceSeeder implements RunSeeder {

  @Override
  public void seedRuns(
      Connection connection, long experimentId, int first, int count, RunShape shape)
      throws SQLException {
    String id = RunSeeder.runId(experimentId);
    String numbers = "generate_series(%d, %d) AS i".formatted(first, first + count - 1);
    // Child rows find their run by its name, which holds its number.
    String numbered =
        """
        (SELECT run_key, substr(run_name, 5)::bigint AS i FROM runs
         WHERE experiment_id = %d AND substr(run_name, 5)::bigint BETWEEN %d AND %d) AS r
        """
            .formatted(experimentId, first, first + count - 1);
    RunSeeder.execute(
        connection,
        """
        INSERT INTO runs (run_id, experiment_id, run_name, user_id, status, start_time, end_time,
                          artifact_uri)
        SELECT %1$s, %2$d, 'run-' || i, 'bench', 'FINISHED', 1700000000000 + i, 1700000100000 + i,
               'mlflow-artifacts:/%2$d/' || %1$s || '/artifacts'
        FROM %3$s
        """
            .formatted(id, experimentId, numbers),
        """
        INSERT INTO run_tags (run_key, key, value)
        SELECT run_key, t.key, t.value
        FROM (SELECT run_key, run_name, substr(run_name, 5)::bigint AS i FROM runs
              WHERE experiment_id = %d) AS r,
             LATERAL (VALUES ('mlflow.user', 'bench'), ('mlflow.runName', run_name)) AS t (key, value)
        WHERE i BETWEEN %d AND %d
        """
            .formatted(experimentId, first, first + count - 1),
        """
        INSERT INTO run_tags (run_key, key, value)
        SELECT run_key, 'tag_' || k, 'value-' || (i + k) %% 10 FROM %s, generate_series(0, %d) AS k
        """
            .formatted(numbered, shape.tags() - 1),
        """
        INSERT INTO run_params (run_key, key, value)
        SELECT run_key, 'param_' || k, (i %% (k + 2))::text FROM %s, generate_series(0, %d) AS k
        """
            .formatted(numbered, shape.params() - 1),
        """
        WITH made AS (
          INSERT INTO metric_series
            (run_key, key, point_count, in_order, last_value, last_step, last_timestamp, first_value,
             first_step, first_timestamp, min_value, min_step, min_timestamp, max_value, max_step,
             max_timestamp)
          SELECT run_key, 'metric_' || k, 1, true, v, 0, at, v, 0, at, v, 0, at, v, 0, at
          FROM %s, %s AS k, LATERAL (SELECT %s AS v, 1700000000000 + i AS at) AS point
          RETURNING series_id, last_value, last_timestamp
        )
        INSERT INTO metric_points (series_id, step, timestamp, value)
        SELECT series_id, 0, last_timestamp, last_value FROM made
        """
            .formatted(numbered, shape.metrics(), RunSeeder.metricValue()),
        """
        INSERT INTO run_change_notes (experiment_id, change_window, run_key, writer)
        SELECT experiment_id, txid_current() >> 9, run_key, txid_current() FROM runs
        WHERE experiment_id = %d AND substr(run_name, 5)::bigint BETWEEN %d AND %d
        """
            .formatted(experimentId, first, first + count - 1));
  }

  @Override
  public void seedHistory(Connection connection, String runId, String key, int points)
      throws SQLException {
    RunSeeder.execute(
        connection,
        """
        WITH point AS (
          SELECT i AS step, 1700000000000 + i AS at, sin(i / 100.0) AS value
          FROM generate_series(0, %1$d) AS i
        ), made AS (
          INSERT INTO metric_series
            (run_key, key, point_count, in_order, last_value, last_step, last_timestamp, first_value,
             first_step, first_timestamp, min_value, min_step, min_timestamp, max_value, max_step,
             max_timestamp)
          SELECT run_key, '%2$s', %1$d + 1, true, last.value, last.step, last.at, first.value, first.step,
                 first.at, least.value, least.step, least.at, most.value, most.step, most.at
          FROM runs,
               (SELECT * FROM point ORDER BY step DESC LIMIT 1) AS last,
               (SELECT * FROM point ORDER BY step LIMIT 1) AS first,
               (SELECT * FROM point ORDER BY value LIMIT 1) AS least,
               (SELECT * FROM point ORDER BY value DESC LIMIT 1) AS most
          WHERE run_id = '%3$s'
          RETURNING series_id
        )
        INSERT INTO metric_points (series_id, step, timestamp, value)
        SELECT series_id, step, at, value FROM made, point
        """
            .formatted(points - 1, key, runId));
  }

  @Override
  public String metricBytesQuery() {
    return """
    SELECT sum(pg_total_relation_size(name::regclass))::bigint
    FROM unnest(ARRAY['metric_points', 'metric_series', 'metric_inbox']) AS name
    """;
  }

  @Override
  public String metricPointsQuery() {
    return "SELECT (SELECT count(*) FROM metric_points)"
        + " + (SELECT coalesce(sum(point_count), 0) FROM metric_inbox)";
  }
}
