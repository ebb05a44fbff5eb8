package dev.millrace.registry.version;

import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.registry.ServableVersions;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Looks up versions for those who serve them. */
@ApplicationScoped
class ServableVersionStore implements ServableVersions {

  private final AgroalDataSource dataSource;

  ServableVersionStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  @Override
  public Optional<ServableVersion> newestInStage(String modelName, String stage) {
    String sql =
        """
        SELECT v.version, v.artifact_root
        FROM registered_models AS m
        JOIN model_versions AS v USING (registered_model_id)
        WHERE m.name = ? AND v.stage = ? AND v.artifact_root IS NOT NULL
        ORDER BY v.version DESC LIMIT 1
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, modelName);
      query.setString(2, stage);
      return servable(query, modelName);
    } catch (SQLException e) {
      throw new IllegalStateException("the newest version of a stage could not be looked up", e);
    }
  }

  @Override
  public Optional<ServableVersion> version(String modelName, int version) {
    String sql =
        """
        SELECT v.version, v.artifact_root
        FROM registered_models AS m
        JOIN model_versions AS v USING (registered_model_id)
        WHERE m.name = ? AND v.version = ? AND v.artifact_root IS NOT NULL
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, modelName);
      query.setInt(2, version);
      return servable(query, modelName);
    } catch (SQLException e) {
      throw new IllegalStateException("a version could not be looked up", e);
    }
  }

  private static Optional<ServableVersion> servable(PreparedStatement query, String modelName)
      throws SQLException {
    try (ResultSet row = query.executeQuery()) {
      return row.next()
          ? Optional.of(new ServableVersion(modelName, row.getInt(1), row.getString(2)))
          : Optional.empty();
    }
  }
}
