package dev.millrace.serving.replica;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.serving.deployment.EndpointSpec;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The servers that serve, and what each reports of its endpoints. */
@Singleton
public class ReplicaStore extends JdbcStore {

  /** A server that has not been seen for so long serves nobody any more. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final Duration KEPT = Duration.ofDays(1);

  ReplicaStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Notes that a server is alive. */
  void putReplica(UUID id, String name, long startedAtMillis) {
    update(
        """
        INSERT INTO serving_replica (replica_id, name, started_at, seen_at)
        VALUES (?, ?, ?, clock_timestamp())
        ON CONFLICT (replica_id) DO UPDATE SET seen_at = clock_timestamp()
        """,
        id,
        name,
        startedAtMillis);
  }

  /** Puts these in the place of what the server reported before; deleted endpoints are left out. */
  void putEndpoints(UUID id, Map<EndpointSpec, Endpoint> endpoints) {
    List<Map.Entry<EndpointSpec, Endpoint>> served = List.copyOf(endpoints.entrySet());
    Long[] ids = served.stream().map(entry -> entry.getKey().endpointId()).toArray(Long[]::new);
    update(
        """
        INSERT INTO serving_replica_endpoint (endpoint_id, replica_id, live_version, deployments)
        SELECT e.endpoint_id, ?, given.live_version, given.deployments::jsonb
        FROM unnest(?::bigint[], ?::text[], ?::text[]) AS given (id, live_version, deployments)
        JOIN serving_endpoint AS e ON e.endpoint_id = given.id
        ON CONFLICT (endpoint_id, replica_id) DO UPDATE
        SET live_version = excluded.live_version, deployments = excluded.deployments
        """,
        id,
        ids,
        served.stream().map(entry -> entry.getValue().liveVersion()).toArray(String[]::new),
        served.stream()
            .map(entry -> StoredJson.write(entry.getValue().deployments()))
            .toArray(String[]::new));
    update(
        "DELETE FROM serving_replica_endpoint WHERE replica_id = ? AND endpoint_id <> ALL (?)",
        id,
        ids);
  }

  /** Removes a server that stops. */
  void deleteReplica(UUID id) {
    update("DELETE FROM serving_replica WHERE replica_id = ?", id);
  }

  /** Removes servers that ended without a word, a day later. */
  void deleteGoneReplicas() {
    update(
        "DELETE FROM serving_replica WHERE seen_at < clock_timestamp() - ? * interval '1 second'",
        KEPT.toSeconds());
  }

  /**
   * The servers that are alive, by name, with what each holds of each of these endpoints: nothing
   * where it has not come to know the endpoint yet.
   */
  public Map<Long, List<Endpoint.Replica>> findReplicas(Collection<Long> endpointIds) {
    return queryGrouped(
        """
        SELECT given.id, r.name, r.started_at, s.live_version, s.deployments
        FROM serving_replica AS r
        CROSS JOIN unnest(?::bigint[]) AS given (id)
        LEFT JOIN serving_replica_endpoint AS s
          ON s.replica_id = r.replica_id AND s.endpoint_id = given.id
        WHERE r.seen_at > clock_timestamp() - ? * interval '1 second'
        ORDER BY r.name, r.replica_id
        """,
        row -> row.getLong("id"),
        ReplicaStore::replica,
        endpointIds.toArray(Long[]::new),
        LIFE.toSeconds());
  }

  private static Endpoint.Replica replica(ResultSet row) throws SQLException {
    String deployments = row.getString("deployments");
    return new Endpoint.Replica(
        row.getString("name"),
        row.getLong("started_at"),
        row.getString("live_version"),
        deployments == null
            ? List.of()
            : StoredJson.read(deployments, new TypeReference<List<Endpoint.Deployment>>() {}));
  }
}
