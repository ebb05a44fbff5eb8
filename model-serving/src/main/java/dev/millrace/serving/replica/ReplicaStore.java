package dev.millrace.serving.replica;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.platform.jdbc.JdbcStore;
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
public class ReplicaStore extends JdbcStore implements ReplicaReports {

  /** A server that has not been seen for so long serves nobody any more. */
  static final Duration LIFE = Duration.ofSeconds(10);

  private static final Duration KEPT = Duration.ofDays(1);

  ReplicaStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  @Override
  public void putReplica(UUID id, Identity identity) {
    update(
        """
        INSERT INTO serving_replica (replica_id, name, address, endpoints, started_at, seen_at)
        VALUES (?, ?, ?, ?::text[], ?, clock_timestamp())
        ON CONFLICT (replica_id) DO UPDATE SET seen_at = clock_timestamp()
        """,
        id,
        identity.name(),
        identity.address(),
        identity.endpoints().isEmpty() ? null : identity.endpoints().toArray(String[]::new),
        identity.startedAt());
  }

  /** As said there; nothing happens where the server was forgotten meanwhile. */
  @Override
  public void putServed(UUID id, List<Served> served) {
    Long[] ids = served.stream().map(Served::endpointId).toArray(Long[]::new);
    update(
        """
        INSERT INTO serving_replica_endpoint (endpoint_id, replica_id, live_version, deployments)
        SELECT e.endpoint_id, r.replica_id, given.live_version, given.deployments::jsonb
        FROM unnest(?::bigint[], ?::text[], ?::text[]) AS given (id, live_version, deployments)
        JOIN serving_endpoint AS e ON e.endpoint_id = given.id
        JOIN serving_replica AS r ON r.replica_id = ?
        ON CONFLICT (endpoint_id, replica_id) DO UPDATE
        SET live_version = excluded.live_version, deployments = excluded.deployments
        """,
        ids,
        served.stream().map(Served::liveVersion).toArray(String[]::new),
        served.stream().map(each -> StoredJson.write(each.deployments())).toArray(String[]::new),
        id);
    update(
        "DELETE FROM serving_replica_endpoint WHERE replica_id = ? AND endpoint_id <> ALL (?)",
        id,
        ids);
  }

  @Override
  public void deleteReplica(UUID id) {
    update("DELETE FROM serving_replica WHERE replica_id = ?", id);
  }

  /** Removes servers that ended without a word, a day later. */
  void deleteGoneReplicas() {
    update(
        "DELETE FROM serving_replica WHERE seen_at < clock_timestamp() - ? * interval '1 second'",
        KEPT.toSeconds());
  }

  /**
   * The servers that are alive and serve each of these endpoints, by name, with what each holds of
   * it: nothing where it has not come to know the endpoint yet.
   */
  public Map<Long, List<Endpoint.Replica>> findReplicas(Collection<Long> endpointIds) {
    return queryGrouped(
        """
        SELECT e.endpoint_id AS id, r.name, r.address, r.started_at, s.live_version, s.deployments
        FROM serving_replica AS r
        JOIN serving_endpoint AS e
          ON e.endpoint_id = ANY (?::bigint[])
          AND (r.endpoints IS NULL OR e.name = ANY (r.endpoints))
        LEFT JOIN serving_replica_endpoint AS s
          ON s.replica_id = r.replica_id AND s.endpoint_id = e.endpoint_id
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
        row.getString("address"),
        row.getLong("started_at"),
        row.getString("live_version"),
        deployments == null
            ? List.of()
            : StoredJson.read(deployments, new TypeReference<List<Endpoint.Deployment>>() {}));
  }
}
