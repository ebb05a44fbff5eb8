package dev.millrace.serving.traffic;

import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** How many requests endpoints had in each minute. */
@ApplicationScoped
class TrafficStore {

  private final AgroalDataSource dataSource;

  TrafficStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Adds to the counts of a minute, by endpoint; those of deleted endpoints are dropped. */
  void addRequests(long minute, Map<Long, Long> requests) {
    String sql =
        """
        INSERT INTO serving_traffic AS t (endpoint_id, minute, requests)
        SELECT e.endpoint_id, ?, given.requests
        FROM unnest(?::bigint[], ?::bigint[]) AS given (id, requests)
        JOIN serving_endpoint AS e ON e.endpoint_id = given.id
        ORDER BY e.endpoint_id
        ON CONFLICT (endpoint_id, minute) DO UPDATE SET requests = t.requests + excluded.requests
        """;
    List<Long> ids = List.copyOf(requests.keySet());
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setLong(1, minute);
      insert.setArray(2, connection.createArrayOf("bigint", ids.toArray()));
      insert.setArray(
          3, connection.createArrayOf("bigint", ids.stream().map(requests::get).toArray()));
      insert.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the traffic could not be written", e);
    }
  }

  /** The most requests of one minute from this one on, over the endpoints that follow an alias. */
  OptionalLong findBusiestMinute(String modelName, String alias, long sinceMinute) {
    String sql =
        """
        SELECT max(sum(t.requests)) OVER ()
        FROM serving_traffic AS t
        JOIN serving_endpoint AS e USING (endpoint_id)
        WHERE e.model_name = ? AND e.alias = ? AND t.minute >= ?
        GROUP BY t.minute LIMIT 1
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, modelName);
      query.setString(2, alias);
      query.setLong(3, sinceMinute);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the traffic could not be read", e);
    }
  }

  /** Forgets what was before a minute. */
  void deleteBefore(long minute) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete =
            connection.prepareStatement("DELETE FROM serving_traffic WHERE minute < ?")) {
      delete.setLong(1, minute);
      delete.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("old traffic could not be removed", e);
    }
  }
}
