package dev.millrace.tracking.sketch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.data.RowSketch;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps sketches of datasets, and in which contexts runs used them. */
@Singleton
class SketchStore extends JdbcStore {

  SketchStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  record LoggedRun(long runKey, String lifecycleStage) {}

  /** A sketch that was checked. */
  record Sketch(
      String name, String digest, String context, long rows, byte[] rowSketch, String columns) {}

  /** What a client found out about a dataset. */
  record Content(long rows, RowSketch rowSketch, List<ColumnProfile> columns) {}

  /** An input in one of its contexts; without content where no client sent any. */
  record Input(String name, String digest, @Nullable String context, @Nullable Content content) {}

  /** The run, active or deleted. */
  Optional<LoggedRun> findRun(String runId) {
    return first(
        "SELECT run_key, lifecycle_stage FROM runs WHERE run_id = ?",
        row -> new LoggedRun(row.getLong(1), row.getString(2)),
        runId);
  }

  /**
   * Keeps the sketch of an input and its context; what is there already stays. False where the run
   * has no such input.
   */
  boolean saveSketch(long runKey, Sketch sketch) {
    Optional<Long> datasetId =
        first(
            """
            SELECT d.dataset_id FROM run_datasets i JOIN datasets d USING (dataset_id)
            WHERE i.run_key = ? AND d.name = ? AND d.digest = ?
            """,
            row -> row.getLong(1),
            runKey,
            sketch.name(),
            sketch.digest());
    datasetId.ifPresent(id -> save(runKey, id, sketch));
    return datasetId.isPresent();
  }

  private void save(long runKey, long datasetId, Sketch sketch) {
    update(
        """
        INSERT INTO dataset_sketches (dataset_id, row_count, row_sketch, columns)
        VALUES (?, ?, ?, ?)
        ON CONFLICT (dataset_id) DO NOTHING
        """,
        datasetId,
        sketch.rows(),
        sketch.rowSketch(),
        sketch.columns());
    update(
        """
        INSERT INTO run_dataset_contexts (run_key, dataset_id, context) VALUES (?, ?, ?)
        ON CONFLICT DO NOTHING
        """,
        runKey,
        datasetId,
        sketch.context());
  }

  /** The inputs of a run in the order they were logged, once for each context. */
  List<Input> findInputs(long runKey, int limit) {
    return query(
        """
        SELECT d.name, d.digest, c.context, s.row_count, s.row_sketch, s.columns
        FROM run_datasets i
        JOIN datasets d USING (dataset_id)
        LEFT JOIN LATERAL (
          SELECT t.value COLLATE "C" AS context FROM run_dataset_tags t
          WHERE t.run_key = i.run_key AND t.dataset_id = i.dataset_id
            AND t.key = 'mlflow.data.context'
          UNION
          SELECT x.context FROM run_dataset_contexts x
          WHERE x.run_key = i.run_key AND x.dataset_id = i.dataset_id) AS c ON true
        LEFT JOIN dataset_sketches s USING (dataset_id)
        WHERE i.run_key = ?
        ORDER BY i.position, c.context
        LIMIT ?
        """,
        SketchStore::input,
        runKey,
        limit);
  }

  private static Input input(ResultSet row) throws SQLException {
    byte[] rowSketch = row.getBytes(5);
    Content content =
        rowSketch == null
            ? null
            : new Content(row.getLong(4), RowSketch.parse(rowSketch), columns(row.getString(6)));
    return new Input(row.getString(1), row.getString(2), row.getString(3), content);
  }

  private static List<ColumnProfile> columns(String json) {
    try {
      return MlflowJson.mapper().readValue(json, new TypeReference<List<ColumnProfile>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("These columns were checked when they were kept.", e);
    }
  }
}
