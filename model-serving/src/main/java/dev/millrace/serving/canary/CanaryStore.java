package dev.millrace.serving.canary;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The canaries of endpoints. Whoever writes one holds the lock on the row of its endpoint. All
 * times are the database's: the clocks of servers differ.
 */
@ApplicationScoped
class CanaryStore {

  private static final int MOST_LISTED = 50;

  private static final String SELECT =
      """
      SELECT canary_id, endpoint_id, from_version, to_version, state, step, reason, plan,
             started_at, ended_at, step_started_at, steps,
             CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) - step_started_at
      FROM serving_canary
      """;

  private static final String NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

  private final AgroalDataSource dataSource;

  CanaryStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** The canary of an endpoint that is running; empty where there is none. */
  Optional<StoredCanary> findRunning(long endpointId) {
    return find("WHERE endpoint_id = ? AND state = 'RUNNING'", endpointId).stream().findFirst();
  }

  /** The newest canary of an endpoint, running or not; empty where it never had one. */
  Optional<StoredCanary> findNewest(long endpointId) {
    return find("WHERE endpoint_id = ? ORDER BY canary_id DESC LIMIT 1", endpointId).stream()
        .findFirst();
  }

  /** The canaries of an endpoint, newest first. */
  List<StoredCanary> list(long endpointId) {
    return find("WHERE endpoint_id = ? ORDER BY canary_id DESC LIMIT " + MOST_LISTED, endpointId);
  }

  /** The endpoints that a canary is running behind. */
  List<Long> endpointsWithRunning() {
    return find("WHERE state = 'RUNNING' ORDER BY canary_id").stream()
        .map(StoredCanary::endpointId)
        .toList();
  }

  private List<StoredCanary> find(String which, Long... parameters) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(SELECT + which)) {
      for (int i = 0; i < parameters.length; i++) {
        query.setLong(i + 1, parameters[i]);
      }
      List<StoredCanary> found = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found.add(canary(row));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException("canaries could not be looked up", e);
    }
  }

  private static StoredCanary canary(ResultSet row) throws SQLException {
    return new StoredCanary(
        row.getLong(1),
        row.getLong(2),
        row.getInt(3),
        row.getInt(4),
        Canary.State.valueOf(row.getString(5)),
        row.getInt(6),
        row.getString(7),
        read(row.getString(8), new TypeReference<CanaryPlan>() {}),
        row.getLong(9),
        row.getObject(10, Long.class),
        row.getLong(11),
        row.getLong(13),
        read(row.getString(12), new TypeReference<List<Canary.Step>>() {}));
  }

  /** Begins a canary at its first step, behind an endpoint that has none running. */
  void insert(long endpointId, int fromVersion, int toVersion, CanaryPlan plan) {
    String sql =
        """
        INSERT INTO serving_canary
          (endpoint_id, from_version, to_version, state, step, plan, started_at, step_started_at,
           steps)
        VALUES (?, ?, ?, 'RUNNING', 0, ?::jsonb, %1$s, %1$s, '[]')
        """
            .formatted(NOW);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setLong(1, endpointId);
      insert.setInt(2, fromVersion);
      insert.setInt(3, toVersion);
      insert.setString(4, json(plan));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("a canary could not be begun", e);
    }
  }

  /** Brings a canary to its next step. */
  void step(long canaryId, List<Canary.Step> steps) {
    String sql =
        """
        UPDATE serving_canary SET step = step + 1, step_started_at = %s, steps = ?::jsonb
        WHERE canary_id = ?
        """
            .formatted(NOW);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, json(steps));
      update.setLong(2, canaryId);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("a canary could not be stepped up", e);
    }
  }

  /** Ends a canary. */
  void end(long canaryId, Canary.State state, String reason, List<Canary.Step> steps) {
    String sql =
        """
        UPDATE serving_canary SET state = ?, reason = ?, ended_at = %s, steps = ?::jsonb
        WHERE canary_id = ?
        """
            .formatted(NOW);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, state.name());
      update.setString(2, reason.isEmpty() ? null : reason);
      update.setString(3, json(steps));
      update.setLong(4, canaryId);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("a canary could not be ended", e);
    }
  }

  static String json(Object value) {
    try {
      return MlflowJson.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return MlflowJson.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
