package dev.millrace.serving.traffic;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.OptionalLong;

/** How many requests endpoints had in each minute. */
@Singleton
class TrafficStore extends JdbcStore {

  TrafficStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Adds to the counts of minutes; those of deleted endpoints are dropped. */
  void addRequests(List<MinuteCount> requests) {
    update(
        """
        INSERT INTO serving_traffic AS t (endpoint_id, minute, requests)
        SELECT e.endpoint_id, given.minute, sum(given.requests)::bigint
        FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS given (id, minute, requests)
        JOIN serving_endpoint AS e ON e.endpoint_id = given.id
        GROUP BY e.endpoint_id, given.minute
        ORDER BY e.endpoint_id, given.minute
        ON CONFLICT (endpoint_id, minute) DO UPDATE SET requests = t.requests + excluded.requests
        """,
        requests.stream().map(MinuteCount::endpointId).toArray(Long[]::new),
        requests.stream().map(MinuteCount::minute).toArray(Long[]::new),
        requests.stream().map(MinuteCount::requests).toArray(Long[]::new));
  }

  /** The most requests of one minute from this one on, over the endpoints that follow an alias. */
  OptionalLong findBusiestMinute(String modelName, String alias, long sinceMinute) {
    return query(
            """
            SELECT max(sum(t.requests)) OVER ()
            FROM serving_traffic AS t
            JOIN serving_endpoint AS e USING (endpoint_id)
            WHERE e.model_name = ? AND e.alias = ? AND t.minute >= ?
            GROUP BY t.minute LIMIT 1
            """,
            row -> row.getLong(1),
            modelName,
            alias,
            sinceMinute)
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** Forgets what was before a minute. */
  void deleteBefore(long minute) {
    update("DELETE FROM serving_traffic WHERE minute < ?", minute);
  }
}
