package dev.millrace.tracking;

import dev.millrace.core.tracking.SourceDirectory;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Tells the registry where runs and logged models keep their artifacts. */
@Singleton
public class SourceStore extends JdbcStore implements SourceDirectory {

  SourceStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  @Override
  public Optional<String> artifactUriOfRun(String runId) {
    return first("SELECT artifact_uri FROM runs WHERE run_id = ?", row -> row.getString(1), runId);
  }

  @Override
  public Optional<String> artifactUriOfLoggedModel(String modelId) {
    return first(
        "SELECT artifact_uri FROM logged_models WHERE model_id = ? AND lifecycle_stage = 'active'",
        row -> row.getString(1),
        modelId);
  }

  @Override
  public Optional<String> sourceRunOfLoggedModel(String modelId) {
    return first(
        """
        SELECT source_run_id FROM logged_models
        WHERE model_id = ? AND lifecycle_stage = 'active' AND source_run_id IS NOT NULL
        """,
        row -> row.getString(1),
        modelId);
  }

  @Override
  public Optional<String> holdArtifactsOfRun(String runId) {
    return first(
        "SELECT artifact_uri FROM runs WHERE run_id = ? FOR KEY SHARE",
        row -> row.getString(1),
        runId);
  }

  @Override
  public Optional<String> holdArtifactsOfLoggedModel(String modelId) {
    return first(
        """
        SELECT artifact_uri FROM logged_models WHERE model_id = ? AND lifecycle_stage = 'active'
        FOR KEY SHARE
        """,
        row -> row.getString(1),
        modelId);
  }
}
