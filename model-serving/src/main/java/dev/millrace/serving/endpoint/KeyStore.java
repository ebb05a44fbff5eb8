package dev.millrace.serving.endpoint;

import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.serving.deployment.KeySpec;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The keys that endpoints can be asked with; of their secrets, the hashes. */
@Singleton
class KeyStore extends JdbcStore {

  KeyStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** The keys of these endpoints, by name. */
  Map<Long, List<KeySpec>> findKeys(Collection<Long> endpointIds) {
    return queryGrouped(
        """
        SELECT endpoint_id, name, hash, prefix, requests_per_second, created_at, expires_at
        FROM serving_key WHERE endpoint_id = ANY (?)
        ORDER BY name
        """,
        row -> row.getLong("endpoint_id"),
        KeyStore::key,
        (Object) endpointIds.toArray(Long[]::new));
  }

  private static KeySpec key(ResultSet row) throws SQLException {
    return new KeySpec(
        row.getString("name"),
        row.getString("hash"),
        row.getString("prefix"),
        row.getObject("requests_per_second", Double.class),
        row.getLong("created_at"),
        row.getObject("expires_at", Long.class));
  }

  /** Adds a key; false where the endpoint has one of that name. */
  boolean insertKey(long endpointId, KeySpec key) {
    return update(
            """
            INSERT INTO serving_key
              (endpoint_id, name, hash, prefix, requests_per_second, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (endpoint_id, name) DO NOTHING
            """,
            endpointId,
            key.name(),
            key.hash(),
            key.prefix(),
            key.requestsPerSecond(),
            key.createdAtMillis(),
            key.expiresAtMillis())
        > 0;
  }

  /** Removes a key; false where there is none of that name. */
  boolean deleteKey(long endpointId, String name) {
    return update("DELETE FROM serving_key WHERE endpoint_id = ? AND name = ?", endpointId, name)
        > 0;
  }
}
