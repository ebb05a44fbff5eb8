package dev.millrace.registry.version;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.OptionalInt;

/** Adds versions, which training jobs do all the time, in one round trip. */
@Singleton
class NewVersionStore extends JdbcStore {

  NewVersionStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Adds a version with the next number. Giving the number locks the registered model's row, so
   * concurrent creators get 1, 2, 3… without a gap.
   *
   * @return the number; empty where there is no such model
   */
  OptionalInt add(String modelName, NewVersion added, long nowMillis) {
    ModelSource source = added.source();
    return query(
            """
            WITH numbered AS (
              UPDATE registered_models
              SET last_version = last_version + 1, last_updated_at = greatest(last_updated_at, ?)
              WHERE name = ?
              RETURNING registered_model_id, last_version
            ), added AS (
              INSERT INTO model_versions (registered_model_id, version, created_at,
                last_updated_at, stage, description, source, artifact_root, run_id, model_id,
                run_link)
              SELECT registered_model_id, last_version, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM numbered
              RETURNING model_version_id, version
            ), tagged AS (
              INSERT INTO model_version_tags (model_version_id, key, value)
              SELECT a.model_version_id, t.key, t.value
              FROM added a, unnest(CAST(? AS text[]), CAST(? AS text[])) AS t (key, value)
            )
            SELECT version FROM added
            """,
            row -> row.getInt(1),
            nowMillis,
            modelName,
            nowMillis,
            nowMillis,
            Stage.NONE.wireName(),
            added.description(),
            source.uri(),
            source.artifactRoot(),
            source.runId(),
            source.modelId(),
            added.runLink(),
            added.tags().keySet().toArray(String[]::new),
            added.tags().values().toArray(String[]::new))
        .stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }
}
