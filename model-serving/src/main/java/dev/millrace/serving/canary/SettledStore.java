package dev.millrace.serving.canary;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which version an endpoint with a canary plan is settled on, and which it was rolled back from.
 */
@Singleton
class SettledStore extends JdbcStore {

  /**
   * Where an endpoint stands.
   *
   * @param version null where it has not come to any yet
   * @param refused the version that it follows and was rolled back from
   */
  record Settled(@Nullable Integer version, @Nullable Integer refused) {}

  SettledStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Where an endpoint stands; empty where it was deleted. */
  Optional<Settled> find(long endpointId) {
    return find(endpointId, "");
  }

  /** As {@link #find}, locked until the transaction ends. */
  Optional<Settled> lock(long endpointId) {
    return find(endpointId, " FOR NO KEY UPDATE");
  }

  /** As {@link #lock}; empty also where somebody else has the lock. */
  Optional<Settled> tryLock(long endpointId) {
    return find(endpointId, " FOR NO KEY UPDATE SKIP LOCKED");
  }

  private Optional<Settled> find(long endpointId, String lock) {
    return first(
        "SELECT settled_version, refused_version FROM serving_endpoint WHERE endpoint_id = ?"
            + lock,
        row -> new Settled(intOrNull(row, "settled_version"), intOrNull(row, "refused_version")),
        endpointId);
  }

  /** Writes where an endpoint stands from now on. */
  void put(long endpointId, Settled settled) {
    update(
        """
        UPDATE serving_endpoint SET settled_version = ?, refused_version = ? WHERE endpoint_id = ?
        """,
        settled.version(),
        settled.refused(),
        endpointId);
  }

  /** Tells every server, when the transaction commits, to look at its endpoints. */
  void notifyServers() {
    query("SELECT pg_notify(?, '')", row -> true, CanaryService.CHANNEL);
  }
}
