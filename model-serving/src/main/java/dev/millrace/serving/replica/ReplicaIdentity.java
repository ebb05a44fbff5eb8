package dev.millrace.serving.replica;

import dev.millrace.serving.ServerId;
import dev.millrace.serving.ServingConfig;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Who this server is, among those that serve. */
@Singleton
public final class ReplicaIdentity {

  private static final Logger LOG = Logger.getLogger(ReplicaIdentity.class);

  /** That a server listens everywhere: nobody can ask it there. */
  private static final Pattern ANY_ADDRESS =
      Pattern.compile("([a-z]+://)?(0\\.0\\.0\\.0|\\[::\\])([:/].*)?|::");

  private final ServerId self;
  private final ReplicaReports.Identity identity;

  ReplicaIdentity(
      ServerId self,
      ServingConfig config,
      @ConfigProperty(name = "millrace.url") Optional<String> url) {
    this.self = self;
    this.identity =
        new ReplicaReports.Identity(
            config.replicaName().orElseGet(ReplicaIdentity::hostAndProcess),
            address(config.replicaAddress().or(() -> url).orElse(null)),
            System.currentTimeMillis(),
            config.endpoints().orElse(List.of()));
  }

  /** Of this process: one that starts again is another. */
  public UUID id() {
    return self.value();
  }

  /** What it is called among them. */
  public String name() {
    return identity.name();
  }

  ReplicaReports.Identity identity() {
    return identity;
  }

  /** The address where it is one that can be asked; null where it is none, which is logged. */
  static @Nullable String address(@Nullable String told) {
    if (told != null && ANY_ADDRESS.matcher(told).matches()) {
      LOG.warnf(
          "%s is no address that others can ask: none is told"
              + " (millrace.serving.replica-address, MILLRACE_SERVING_REPLICA_ADDRESS)",
          told);
      return null;
    }
    return told;
  }

  private static String hostAndProcess() {
    String host = System.getenv("HOSTNAME");
    return (host == null || host.isBlank() ? "localhost" : host)
        + ":"
        + ProcessHandle.current().pid();
  }
}
