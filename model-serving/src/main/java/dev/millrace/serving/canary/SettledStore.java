package dev.millrace.serving.canary;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version an endpoint with a canary plan is settled on, and which it was rolled back from.
 */
@ApplicationScoped
class SettledStore {

  /**
   * Where an endpoint stands.
   *
   * @param version null where it has not come to any yet
   * @param refused the version that it follows and was rolled back from
   */
  record Settled(@Nullable Integer version, @Nullable Integer refused) {}

  private final AgroalDataSource dataSource;

  SettledStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Where an endpoint stands; empty where it was deleted. */
  Optional<Settled> find(long endpointId) {
    return find(endpointId, "");
  }

  /** As {@link #find}, locked until the transaction ends. */
  Optional<Settled> lock(long endpointId) {
    return find(endpointId, " FOR NO KEY UPDATE");
  }

  /** As {@link #lock}; empty also where somebody else has the lock. */
  Optional<Settled> tryLock(long endpointId) {
    return find(endpointId, " FOR NO KEY UPDATE SKIP LOCKED");
  }

  private Optional<Settled> find(long endpointId, String lock) {
    String sql =
        "SELECT settled_version, refused_version FROM serving_endpoint WHERE endpoint_id = ?";
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql + lock)) {
      query.setLong(1, endpointId);
      try (ResultSet row = query.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Settled(row.getObject(1, Integer.class), row.getObject(2, Integer.class)))
            : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the version of an endpoint could not be looked up", e);
    }
  }

  /** Writes where an endpoint stands from now on. */
  void put(long endpointId, Settled settled) {
    String sql =
        """
        UPDATE serving_endpoint SET settled_version = ?, refused_version = ? WHERE endpoint_id = ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, settled.version());
      update.setObject(2, settled.refused());
      update.setLong(3, endpointId);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the version of an endpoint could not be written", e);
    }
  }

  /** Tells every server, when the transaction commits, to look at its endpoints. */
  void notifyServers() {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement notify = connection.prepareStatement("SELECT pg_notify(?, '')")) {
      notify.setString(1, CanaryService.CHANNEL);
      notify.execute();
    } catch (SQLException e) {
      throw new IllegalStateException("the servers could not be told", e);
    }
  }
}
