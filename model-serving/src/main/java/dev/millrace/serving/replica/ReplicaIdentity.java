package dev.millrace.serving.replica;

import dev.millrace.serving.ServingConfig;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who this server is, among those that serve. */
@Singleton
public final class ReplicaIdentity {

  private final UUID id = UUID.randomUUID();
  private final ReplicaReports.Identity identity;

  ReplicaIdentity(
      ServingConfig config, @ConfigProperty(name = "millrace.url") Optional<String> url) {
    this.identity =
        new ReplicaReports.Identity(
            config.replicaName().orElseGet(ReplicaIdentity::hostAndProcess),
            config.replicaAddress().or(() -> url).orElse(null),
            System.currentTimeMillis(),
            config.endpoints().orElse(List.of()));
  }

  /** Of this process: one that starts again is another. */
  public UUID id() {
    return id;
  }

  /** What it is called among them. */
  public String name() {
    return identity.name();
  }

  ReplicaReports.Identity identity() {
    return identity;
  }

  private static String hostAndProcess() {
    String host = System.getenv("HOSTNAME");
    return (host == null || host.isBlank() ? "localhost" : host)
        + ":"
        + ProcessHandle.current().pid();
  }
}
