package dev.millrace.cli;

import dev.millrace.client.ClientOptions;
import dev.millrace.client.MillraceClient;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which server, and for how long it is tried. */
final class ConnectionOptions {

  @Option(
      names = "--server",
      paramLabel = "URL",
      description =
          "The server (default: MILLRACE_URL, MLFLOW_TRACKING_URI, "
              + ClientOptions.DEFAULT_SERVER
              + ").")
  private @Nullable String server;

  @Option(
      names = "--retry-for",
      paramLabel = "SECONDS",
      description = "How long to retry a server that is away or busy (default: ${DEFAULT-VALUE}).")
  private int retryForSeconds = 5;

  MillraceClient connect() {
    return MillraceClient.connect(clientOptions());
  }

  ClientOptions clientOptions() {
    ClientOptions options = ClientOptions.fromEnvironment();
    if (server != null) {
      options = options.withServer(server);
    }
    return options.withRetryFor(Duration.ofSeconds(retryForSeconds));
  }
}
