package dev.millrace.platform.launch;

import dev.millrace.platform.grpc.GrpcOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The server's flags. Each has an environment variable and a config key of the same name: {@code
 * --data-dir}, {@code MILLRACE_DATA_DIR}, {@code millrace.data-dir}. A flag wins over a system
 * property, that over the variable, that over {@code config/application.properties} in the working
 * directory, that over the default.
 */
@Command(
    name = "millrace server",
    customSynopsis = "millrace server [FLAGS]",
    description = "Starts the Millrace server.",
    sortOptions = false,
    usageHelpWidth = 100,
    footer = {
      "",
      "Each flag has an environment variable: --data-dir is MILLRACE_DATA_DIR, and so on.",
      "Give the database password as MILLRACE_DATABASE_PASSWORD: a flag is visible to every user of"
          + " the machine."
    })
final class ServerOptions {

  @Option(
      names = "--mode",
      paramLabel = "platform|serving",
      description =
          "What to start: the platform, which serves too, or a serving replica, which has flags of"
              + " its own (default: platform).")
  String mode = "platform";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on, 0 for a free one (default: 5000).")
  int port = 5000;

  @Mixin GrpcOptions grpc = new GrpcOptions();

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on (default: 127.0.0.1).")
  String host = "127.0.0.1";

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description =
          "Where the embedded PostgreSQL and local artifacts live (default: ./millrace-data).")
  Path dataDir = Path.of("millrace-data");

  @Option(
      names = "--database-url",
      paramLabel = "URL",
      description =
          "jdbc:postgresql://host:port/name of a PostgreSQL to use in place of the embedded one.")
  @Nullable String databaseUrl;

  @Option(names = "--database-user", paramLabel = "NAME", description = "User of that PostgreSQL.")
  @Nullable String databaseUser;

  @Option(names = "--database-password", paramLabel = "WORD", description = "Its password.")
  @Nullable String databasePassword;

  @Option(
      names = "--artifacts",
      paramLabel = "DIR|s3://BUCKET/PREFIX",
      description = "Where artifacts are kept (default: <data-dir>/artifacts).")
  @Nullable String artifacts;

  @Option(
      names = "--allowed-hosts",
      paramLabel = "NAME,…",
      split = ",",
      description =
          "Names by which browsers and clients may call this server, besides its addresses.")
  List<String> allowedHosts = List.of();

  @Option(
      names = "--allowed-origins",
      paramLabel = "URL,…",
      split = ",",
      description = "Origins of other web pages that may change things here.")
  List<String> allowedOrigins = List.of();

  @Option(
      names = "--allow-unauthenticated-network",
      description =
          "Acknowledge that everyone who reaches --host may do everything. Needed for an address"
              + " other than loopback.")
  boolean allowUnauthenticatedNetwork;

  @Option(
      names = "--default-endpoint",
      paramLabel = "NAME",
      description = "Endpoint that answers at /invocations and /ping, as SageMaker asks.")
  @Nullable String defaultEndpoint;

  @Option(
      names = "--rehearse",
      hidden = true,
      description =
          "Start on a database that is thrown away, ask a few requests of oneself, and end.")
  boolean rehearse;

  @Option(names = "--version", versionHelp = true, description = "Print the version.")
  boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;
}
