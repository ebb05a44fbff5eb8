package dev.millrace.serving.drift;

import dev.millrace.core.data.DataReport.DriftLevel;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Objects;

/** Endpoints that alert on drift, and which of their versions drifted when they were looked at. */
@Singleton
class DriftWatchStore extends JdbcStore {

  DriftWatchStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * An endpoint that is to be looked at.
   *
   * @param drifting the versions that drifted the last time
   */
  record Due(
      long endpointId, String endpoint, String model, DriftLevel level, List<Integer> drifting) {}

  /**
   * Takes the endpoints that alert, keep requests and were not looked at since then; each is given
   * to one server.
   */
  List<Due> takeDue(long nowMillis, long lookedAtBefore) {
    return query(
        """
        WITH taken AS (
          INSERT INTO serving_drift_watch AS w (endpoint_id, looked_at, drifting)
          SELECT endpoint_id, ?, '{}'
          FROM serving_endpoint JOIN serving_request_log USING (endpoint_id)
          WHERE options ->> 'alert_on_drift' IS NOT NULL
          ON CONFLICT (endpoint_id) DO UPDATE SET looked_at = excluded.looked_at
            WHERE w.looked_at <= ?
          RETURNING endpoint_id, drifting)
        SELECT e.endpoint_id, e.name, e.model_name, e.options ->> 'alert_on_drift', t.drifting
        FROM taken AS t JOIN serving_endpoint AS e USING (endpoint_id)
        """,
        row ->
            new Due(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                DriftLevel.valueOf(row.getString(4)),
                List.of((Integer[]) Objects.requireNonNull(row.getArray(5)).getArray())),
        nowMillis,
        lookedAtBefore);
  }

  /** Notes which versions drift now. */
  void putDrifting(long endpointId, List<Integer> versions) {
    update(
        "UPDATE serving_drift_watch SET drifting = ? WHERE endpoint_id = ?",
        versions.toArray(Integer[]::new),
        endpointId);
  }
}
