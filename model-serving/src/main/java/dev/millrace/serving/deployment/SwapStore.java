package dev.millrace.serving.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Swap;
import io.agroal.api.AgroalDataSource;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The swap history. */
@ApplicationScoped
public class SwapStore {

  private static final int MOST_SWAPS_LISTED = 100;

  private final AgroalDataSource dataSource;

  SwapStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Begins a swap's history and answers its id; 0 where the endpoint is gone. */
  long insertSwap(long endpointId, Swap swap) {
    String sql =
        """
        INSERT INTO serving_swap
          (endpoint_id, from_version, to_version, variant, state, reason, started_at, ended_at,
           transitions)
        SELECT endpoint_id, ?, ?, ?, ?, ?, ?, ?, ?::jsonb
        FROM serving_endpoint WHERE endpoint_id = ?
        RETURNING swap_id
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.setString(1, swap.fromVersion());
      insert.setString(2, swap.toVersion());
      insert.setString(3, swap.variant());
      insert.setString(4, swap.state().name());
      insert.setString(5, swap.reason());
      insert.setLong(6, swap.startedAt());
      insert.setObject(7, swap.endedAt());
      insert.setString(8, json(swap.transitions()));
      insert.setLong(9, endpointId);
      try (ResultSet row = insert.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the swap history could not be written", e);
    }
  }

  /** Writes how far a swap has come; nothing happens where its endpoint was deleted. */
  void updateSwap(Swap swap) {
    String sql =
        """
        UPDATE serving_swap SET state = ?, reason = ?, ended_at = ?, transitions = ?::jsonb
        WHERE swap_id = ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setString(1, swap.state().name());
      update.setString(2, swap.reason());
      update.setObject(3, swap.endedAt());
      update.setString(4, json(swap.transitions()));
      update.setLong(5, swap.swapId());
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the swap history could not be written", e);
    }
  }

  /**
   * Ends what stopped servers left open: before the switch of traffic a swap has failed, after it
   * only the record of the freeing is missing. A swap that another server is at writes itself anew
   * with its next step.
   */
  public void closeAbandonedSwaps(long nowMillis) {
    String sql =
        """
        UPDATE serving_swap
        SET ended_at = ?,
            reason = CASE WHEN state IN ('SWAPPED', 'STANDBY', 'DRAINING') THEN reason
                          ELSE 'The server stopped during the swap.' END,
            state = CASE WHEN state IN ('SWAPPED', 'STANDBY', 'DRAINING') THEN state ELSE 'FAILED' END
        WHERE ended_at IS NULL
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setLong(1, nowMillis);
      update.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the swap history could not be written", e);
    }
  }

  /** The newest swaps of an endpoint, newest first. */
  public List<Swap> findSwaps(long endpointId) {
    String sql =
        """
        SELECT swap_id, from_version, to_version, variant, state, reason, started_at, ended_at,
               transitions
        FROM serving_swap WHERE endpoint_id = ? ORDER BY swap_id DESC LIMIT ?
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, endpointId);
      query.setInt(2, MOST_SWAPS_LISTED);
      List<Swap> swaps = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          swaps.add(
              new Swap(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  DeploymentState.valueOf(row.getString(5)),
                  row.getString(6),
                  row.getLong(7),
                  row.getObject(8, Long.class),
                  transitions(row.getString(9))));
        }
      }
      return swaps;
    } catch (SQLException e) {
      throw new IllegalStateException("the swap history could not be read", e);
    }
  }

  private static String json(List<Swap.Transition> transitions) {
    try {
      return MlflowJson.mapper().writeValueAsString(transitions);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Swap.Transition> transitions(String json) {
    try {
      return MlflowJson.mapper().readValue(json, new TypeReference<List<Swap.Transition>>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
