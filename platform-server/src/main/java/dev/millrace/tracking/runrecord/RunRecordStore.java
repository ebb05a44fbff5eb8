package dev.millrace.tracking.runrecord;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads what belongs to the record of a run and not to the run. */
@Singleton
class RunRecordStore extends JdbcStore {

  RunRecordStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * A logged model that a run read or made.
   *
   * @param role {@code input} or {@code output}
   */
  record ModelRow(String role, String modelId, String name, String artifactUri) {}

  /** The name of a run's experiment. */
  String experimentName(String experimentId) {
    return first(
            "SELECT name FROM experiments WHERE experiment_id = ?",
            row -> row.getString(1),
            Long.parseLong(experimentId))
        .orElse("");
  }

  /** Logged models of this server that a run read and made, those it read first. */
  List<ModelRow> models(String runId, int limit) {
    return query(
        """
        WITH linked (role, model_id) AS (
          SELECT 'input', i.model_id
          FROM runs AS r JOIN run_model_inputs AS i USING (run_key) WHERE r.run_id = ?
          UNION
          SELECT 'output', o.model_id
          FROM runs AS r JOIN run_model_outputs AS o USING (run_key) WHERE r.run_id = ?
          UNION
          SELECT 'output', m.model_id FROM logged_models AS m WHERE m.source_run_id = ?
        )
        SELECT linked.role, m.model_id, m.name, m.artifact_uri
        FROM linked JOIN logged_models AS m USING (model_id)
        WHERE m.lifecycle_stage = 'active'
        ORDER BY linked.role, m.model_key
        LIMIT ?
        """,
        row -> new ModelRow(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
        runId,
        runId,
        runId,
        limit);
  }
}
