package dev.millrace.registry.version;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Adds versions, which training jobs do all the time, in one round trip. */
@Singleton
class NewVersionStore extends JdbcStore {

  NewVersionStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * A version that was added.
   *
   * @param isListenedTo whether there are webhooks, which may want to be told
   */
  record Added(int number, boolean isListenedTo) {}

  /**
   * Adds a version with the next number. Giving the number locks the registered model's row, so
   * concurrent creators get 1, 2, 3… without a gap.
   *
   * @return empty where there is no such model
   */
  Optional<Added> add(String modelName, NewVersion added, long nowMillis) {
    ModelSource source = added.source();
    return first(
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
            SELECT version, EXISTS (SELECT 1 FROM webhooks) AS listened_to FROM added
            """,
        row -> new Added(row.getInt(1), row.getBoolean(2)),
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
        added.tags().values().toArray(String[]::new));
  }
}
