package dev.millrace.serving.canary;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The canaries of endpoints. Whoever writes one holds the lock on the row of its endpoint. All
 * times are the database's: the clocks of servers differ.
 */
@Singleton
class CanaryStore extends JdbcStore {

  private static final int MOST_LISTED = 50;

  private static final String SELECT =
      """
      SELECT canary_id, endpoint_id, from_version, to_version, state, step, reason, plan,
             started_at, ended_at, step_started_at, steps,
             CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint) - step_started_at
      FROM serving_canary
      """;

  private static final String NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)";

  CanaryStore(AgroalDataSource dataSource) {
    super(dataSource);
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
    return query(SELECT + which, CanaryStore::canary, (Object[]) parameters);
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
        StoredJson.read(row.getString(8), new TypeReference<CanaryPlan>() {}),
        row.getLong(9),
        row.getObject(10, Long.class),
        row.getLong(11),
        row.getLong(13),
        StoredJson.read(row.getString(12), new TypeReference<List<Canary.Step>>() {}));
  }

  /** Begins a canary at its first step, behind an endpoint that has none running. */
  void insert(long endpointId, int fromVersion, int toVersion, CanaryPlan plan) {
    update(
        """
        INSERT INTO serving_canary
          (endpoint_id, from_version, to_version, state, step, plan, started_at, step_started_at,
           steps)
        VALUES (?, ?, ?, 'RUNNING', 0, ?::jsonb, %1$s, %1$s, '[]')
        """
            .formatted(NOW),
        endpointId,
        fromVersion,
        toVersion,
        StoredJson.write(plan));
  }

  /** Brings a canary to its next step. */
  void step(long canaryId, List<Canary.Step> steps) {
    update(
        """
        UPDATE serving_canary SET step = step + 1, step_started_at = %s, steps = ?::jsonb
        WHERE canary_id = ?
        """
            .formatted(NOW),
        StoredJson.write(steps),
        canaryId);
  }

  /** Ends a canary. */
  void end(long canaryId, Canary.State state, String reason, List<Canary.Step> steps) {
    update(
        """
        UPDATE serving_canary SET state = ?, reason = ?, ended_at = %s, steps = ?::jsonb
        WHERE canary_id = ?
        """
            .formatted(NOW),
        state.name(),
        reason.isEmpty() ? null : reason,
        StoredJson.write(steps),
        canaryId);
  }
}
