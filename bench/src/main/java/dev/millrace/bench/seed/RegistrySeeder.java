package dev.millrace.bench.seed;

import java.sql.Connection;
import java.sql.SQLException;

/** Writes registered models with their versions straight into our tables. */
public final class RegistrySeeder {

  private RegistrySeeder() {}

  /**
   * Adds models {@code model-0000}, {@code model-0001}, …, each with {@code versions} versions of
   * one run each, with two tags; every model has a tag, and its last version is the champion.
   */
  public static void seedVersions(Connection connection, int models, int versions)
      throws SQLException {
    RunSeeder.execute(
        connection,
        """
        INSERT INTO registered_models (name, description, created_at, last_updated_at, last_version)
        SELECT 'model-' || lpad(i::text, 4, '0'), 'A model of the bench', 1700000000000 + i,
               1700000000000 + i, %2$d
        FROM generate_series(0, %1$d - 1) AS i
        """
            .formatted(models, versions),
        """
        INSERT INTO registered_model_tags (registered_model_id, key, value)
        SELECT registered_model_id, 'owner', 'owner-' || substr(name, 7)::int % 50
        FROM registered_models
        """,
        """
        INSERT INTO model_versions (registered_model_id, version, created_at, last_updated_at, source,
                                    artifact_root, run_id)
        SELECT registered_model_id, v, 1700000000000 + n, 1700000000000 + (n * 7919) %% 10000000,
               'runs:/run-' || n || '/model', 'mlflow-artifacts:/1/run-' || n || '/artifacts/model',
               'run-' || n
        FROM registered_models, generate_series(1, %1$d) AS v,
             LATERAL (SELECT substr(name, 7)::bigint * %1$d + v AS n) AS number
        """
            .formatted(versions),
        """
        INSERT INTO model_version_tags (model_version_id, key, value)
        SELECT model_version_id, t.key, t.value
        FROM model_versions, LATERAL (SELECT substr(run_id, 5)::bigint AS n) AS number,
             LATERAL (VALUES ('team', 'team-' || n % 10), ('build', 'build-' || n % 10000)) AS t (key, value)
        """,
        """
        INSERT INTO registered_model_aliases (registered_model_id, alias, version)
        SELECT registered_model_id, 'champion', last_version FROM registered_models
        """,
        "ANALYZE");
  }
}
