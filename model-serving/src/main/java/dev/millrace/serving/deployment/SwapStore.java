package dev.millrace.serving.deployment;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.serving.DeploymentState;
import dev.millrace.core.serving.Swap;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** The swap history. */
@Singleton
public class SwapStore extends JdbcStore {

  private static final int MOST_SWAPS_LISTED = 100;

  SwapStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Begins the history of a server's swap and answers its id; 0 where the endpoint is gone. */
  long insertSwap(UUID server, long endpointId, Swap swap) {
    return first(
            """
            INSERT INTO serving_swap
              (endpoint_id, from_version, to_version, variant, state, reason, started_at, ended_at,
               transitions, replica_id)
            SELECT endpoint_id, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?
            FROM serving_endpoint WHERE endpoint_id = ?
            RETURNING swap_id
            """,
            row -> row.getLong(1),
            swap.fromVersion(),
            swap.toVersion(),
            swap.variant(),
            swap.state().name(),
            swap.reason(),
            swap.startedAt(),
            swap.endedAt(),
            StoredJson.write(swap.transitions()),
            server,
            endpointId)
        .orElse(0L);
  }

  /**
   * Writes how far a swap of a serving replica has come, in the place of what it said of it before;
   * false where the endpoint is gone, or where this was said already.
   *
   * @param number of the swap, which the replica gave it
   */
  boolean putSwap(UUID replica, long number, long endpointId, Swap swap) {
    return update(
            """
            INSERT INTO serving_swap
              (endpoint_id, from_version, to_version, variant, state, reason, started_at, ended_at,
               transitions, replica_id, replica_swap)
            SELECT endpoint_id, ?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?
            FROM serving_endpoint WHERE endpoint_id = ?
            ON CONFLICT (replica_id, replica_swap) DO UPDATE
            SET state = excluded.state, reason = excluded.reason, ended_at = excluded.ended_at,
                transitions = excluded.transitions
            WHERE serving_swap.transitions <> excluded.transitions
            """,
            swap.fromVersion(),
            swap.toVersion(),
            swap.variant(),
            swap.state().name(),
            swap.reason(),
            swap.startedAt(),
            swap.endedAt(),
            StoredJson.write(swap.transitions()),
            replica,
            number,
            endpointId)
        > 0;
  }

  /** Writes how far a swap has come; nothing happens where its endpoint was deleted. */
  void updateSwap(Swap swap) {
    update(
        """
        UPDATE serving_swap SET state = ?, reason = ?, ended_at = ?, transitions = ?::jsonb
        WHERE swap_id = ?
        """,
        swap.state().name(),
        swap.reason(),
        swap.endedAt(),
        StoredJson.write(swap.transitions()),
        swap.swapId());
  }

  /**
   * Ends what servers left open that were not seen for so long: before the switch of traffic a swap
   * has failed, after it only the record of the freeing is missing. A server that is there all the
   * same writes its swap anew with the next step.
   */
  public void closeAbandonedSwaps(Duration silence, long nowMillis) {
    update(
        """
        UPDATE serving_swap
        SET ended_at = ?,
            reason = CASE WHEN state IN ('SWAPPED', 'STANDBY', 'DRAINING') THEN reason
                          ELSE 'The server stopped during the swap.' END,
            state = CASE WHEN state IN ('SWAPPED', 'STANDBY', 'DRAINING') THEN state ELSE 'FAILED' END
        WHERE ended_at IS NULL AND NOT EXISTS (
          SELECT FROM serving_replica AS r
          WHERE r.replica_id = serving_swap.replica_id
            AND r.seen_at > clock_timestamp() - ? * interval '1 second')
        """,
        nowMillis,
        silence.toSeconds());
  }

  /** The newest swaps of an endpoint, newest first. */
  public List<Swap> findSwaps(long endpointId) {
    return query(
        """
        SELECT swap_id, from_version, to_version, variant, state, reason, started_at, ended_at,
               transitions
        FROM serving_swap WHERE endpoint_id = ? ORDER BY swap_id DESC LIMIT ?
        """,
        row ->
            new Swap(
                row.getLong("swap_id"),
                row.getString("from_version"),
                row.getString("to_version"),
                row.getString("variant"),
                DeploymentState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getLong("started_at"),
                longOrNull(row, "ended_at"),
                StoredJson.read(
                    row.getString("transitions"), new TypeReference<List<Swap.Transition>>() {})),
        endpointId,
        MOST_SWAPS_LISTED);
  }
}
