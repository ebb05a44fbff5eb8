package dev.millrace.registry.version;

import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Looks up versions for those who serve them. */
@Singleton
class ServableVersionStore extends JdbcStore implements ServableVersions {

  ServableVersionStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  @Override
  public Optional<ServableVersion> newestInStage(String modelName, String stage) {
    return find(modelName, "v.stage = ?", stage);
  }

  @Override
  public Optional<ServableVersion> version(String modelName, int version) {
    return find(modelName, "v.version = ?", version);
  }

  private Optional<ServableVersion> find(String modelName, String condition, Object arg) {
    return first(
        """
        SELECT v.version, v.artifact_root
        FROM registered_models AS m
        JOIN model_versions AS v USING (registered_model_id)
        WHERE m.name = ? AND v.artifact_root IS NOT NULL AND %s
        ORDER BY v.version DESC LIMIT 1
        """
            .formatted(condition),
        row -> new ServableVersion(modelName, row.getInt(1), row.getString(2)),
        modelName,
        arg);
  }
}
