package dev.millrace.serving.replica;

import dev.millrace.serving.ServingConfig;

/** What a server is called among the others. */
public final class ReplicaName {

  private ReplicaName() {}

  /** As it is configured; else its host and process. */
  public static String of(ServingConfig config) {
    return config.replicaName().orElseGet(ReplicaName::hostAndProcess);
  }

  private static String hostAndProcess() {
    String host = System.getenv("HOSTNAME");
    return (host == null || host.isBlank() ? "localhost" : host)
        + ":"
        + ProcessHandle.current().pid();
  }
}
