package dev.millrace.serving.replica;

import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.validation.Require;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Where servers tell that they are alive, and what they serve. What throws is told again. */
public interface ReplicaReports {

  /**
   * Who a server is.
   *
   * @param address where it can be asked; null where that is not told
   * @param startedAt milliseconds since the epoch
   * @param endpoints the names of those that it serves alone; empty where it serves all
   */
  record Identity(String name, @Nullable String address, long startedAt, List<String> endpoints) {

    public Identity {
      endpoints = Require.listOrEmpty(endpoints);
    }
  }

  /** What a server holds of an endpoint. */
  record Served(
      long endpointId, @Nullable String liveVersion, List<Endpoint.Deployment> deployments) {

    public Served {
      deployments = Require.listOrEmpty(deployments);
    }
  }

  /** Notes that a server is alive. */
  void putReplica(UUID id, Identity identity);

  /** Puts these in the place of what the server reported before; deleted endpoints are left out. */
  void putServed(UUID id, List<Served> served);

  /** A server stops. */
  void deleteReplica(UUID id);
}
