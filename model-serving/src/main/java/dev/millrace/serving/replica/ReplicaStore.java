package dev.millrace.serving.replica;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.serving.deployment.EndpointSpec;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The servers that serve, and what each reports of its endpoints. */
@ApplicationScoped
public class ReplicaStore {

  /** A server that has not been seen for so long serves nobody any more. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final Duration KEPT = Duration.ofDays(1);

  private final AgroalDataSource dataSource;

  ReplicaStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Notes that a server is alive. */
  void putReplica(UUID id, String name, long startedAtMillis) {
    String sql =
        """
        INSERT INTO serving_replica (replica_id, name, started_at, seen_at)
        VALUES (?, ?, ?, clock_timestamp())
        ON CONFLICT (replica_id) DO UPDATE SET seen_at = clock_timestamp()
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement upsert = connection.prepareStatement(sql)) {
      upsert.setObject(1, id);
      upsert.setString(2, name);
      upsert.setLong(3, startedAtMillis);
      upsert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("a server could not report that it is alive", e);
    }
  }

  /** Puts these in the place of what the server reported before; deleted endpoints are left out. */
  void putEndpoints(UUID id, Map<EndpointSpec, Endpoint> endpoints) {
    String upsert =
        """
        INSERT INTO serving_replica_endpoint (endpoint_id, replica_id, live_version, deployments)
        SELECT e.endpoint_id, ?, given.live_version, given.deployments::jsonb
        FROM unnest(?::bigint[], ?::text[], ?::text[]) AS given (id, live_version, deployments)
        JOIN serving_endpoint AS e ON e.endpoint_id = given.id
        ON CONFLICT (endpoint_id, replica_id) DO UPDATE
        SET live_version = excluded.live_version, deployments = excluded.deployments
        """;
    String delete =
        "DELETE FROM serving_replica_endpoint WHERE replica_id = ? AND endpoint_id <> ALL (?)";
    List<Map.Entry<EndpointSpec, Endpoint>> served = List.copyOf(endpoints.entrySet());
    Object[] ids = served.stream().map(entry -> entry.getKey().endpointId()).toArray();
    Object[] versions = served.stream().map(entry -> entry.getValue().liveVersion()).toArray();
    Object[] deployments =
        served.stream().map(entry -> json(entry.getValue().deployments())).toArray();
    try (Connection connection = dataSource.getConnection();
        PreparedStatement put = connection.prepareStatement(upsert);
        PreparedStatement remove = connection.prepareStatement(delete)) {
      put.setObject(1, id);
      put.setArray(2, connection.createArrayOf("bigint", ids));
      put.setArray(3, connection.createArrayOf("text", versions));
      put.setArray(4, connection.createArrayOf("text", deployments));
      put.executeUpdate();
      remove.setObject(1, id);
      remove.setArray(2, connection.createArrayOf("bigint", ids));
      remove.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("a server could not report what it serves", e);
    }
  }

  /** Removes a server that stops. */
  void deleteReplica(UUID id) {
    delete("DELETE FROM serving_replica WHERE replica_id = ?", id);
  }

  /** Removes servers that ended without a word, a day later. */
  void deleteGoneReplicas() {
    delete(
        "DELETE FROM serving_replica WHERE seen_at < clock_timestamp() - ? * interval '1 second'",
        KEPT.toSeconds());
  }

  private void delete(String sql, Object parameter) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete = connection.prepareStatement(sql)) {
      delete.setObject(1, parameter);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("servers could not be removed", e);
    }
  }

  /**
   * The servers that are alive, by name, with what each holds of each of these endpoints: nothing
   * where it has not come to know the endpoint yet.
   */
  public Map<Long, List<Endpoint.Replica>> findReplicas(Collection<Long> endpointIds) {
    String sql =
        """
        SELECT given.id, r.name, r.started_at, s.live_version, s.deployments
        FROM serving_replica AS r
        CROSS JOIN unnest(?::bigint[]) AS given (id)
        LEFT JOIN serving_replica_endpoint AS s
          ON s.replica_id = r.replica_id AND s.endpoint_id = given.id
        WHERE r.seen_at > clock_timestamp() - ? * interval '1 second'
        ORDER BY r.name, r.replica_id
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setArray(1, connection.createArrayOf("bigint", endpointIds.toArray()));
      query.setLong(2, LIFE.toSeconds());
      Map<Long, List<Endpoint.Replica>> replicas = new HashMap<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          replicas
              .computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
              .add(
                  new Endpoint.Replica(
                      row.getString(2),
                      row.getLong(3),
                      row.getString(4),
                      deployments(row.getString(5))));
        }
      }
      return replicas;
    } catch (SQLException e) {
      throw new IllegalStateException("the servers that serve could not be looked up", e);
    }
  }

  private static String json(List<Endpoint.Deployment> deployments) {
    try {
      return MlflowJson.mapper().writeValueAsString(deployments);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Endpoint.Deployment> deployments(@Nullable String json) {
    if (json == null) {
      return List.of();
    }
    try {
      return MlflowJson.mapper().readValue(json, new TypeReference<List<Endpoint.Deployment>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
