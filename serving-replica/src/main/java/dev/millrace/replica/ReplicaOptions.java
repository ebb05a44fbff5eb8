package dev.millrace.replica;

import dev.millrace.platform.grpc.GrpcOptions;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags of a serving replica; variables and files as those of the server. */
@Command(
    name = "millrace server --mode=serving",
    customSynopsis = "millrace server --mode=serving --platform-url URL [FLAGS]",
    description = "Starts a serving replica, which follows a Millrace platform by its URL.",
    sortOptions = false,
    usageHelpWidth = 100,
    footer = {
      "",
      "Each flag has an environment variable: --data-dir is MILLRACE_DATA_DIR, and so on.",
      "The platform's replica token, if it has one, is given as MILLRACE_SERVING_REPLICA_TOKEN."
    })
final class ReplicaOptions {

  @Option(names = "--mode", paramLabel = "serving", description = "Always serving here.")
  String mode = "serving";

  @Option(
      names = "--platform-url",
      paramLabel = "URL",
      description = "The platform to follow, such as http://platform:5000.")
  @Nullable String platformUrl;

  @Option(
      names = "--endpoints",
      paramLabel = "NAME,…",
      split = ",",
      description = "Endpoints to serve (default: all).")
  List<String> endpoints = List.of();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on, 0 for a free one (default: 8081).")
  int port = 8081;

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
          "Where models and what the platform told last are kept (default: ./millrace-replica).")
  Path dataDir = Path.of("millrace-replica");

  @Option(
      names = "--default-endpoint",
      paramLabel = "NAME",
      description = "Endpoint that answers at /invocations and /ping, as SageMaker asks.")
  @Nullable String defaultEndpoint;

  @Option(
      names = "--allowed-hosts",
      paramLabel = "NAME,…",
      split = ",",
      description = "Names by which clients may call this server, besides its addresses.")
  List<String> allowedHosts = List.of();

  @Option(
      names = "--allow-unauthenticated-network",
      description =
          "Acknowledge that everyone who reaches --host may ask for predictions of endpoints that"
              + " need no key.")
  boolean allowUnauthenticatedNetwork;

  @Option(names = "--version", versionHelp = true, description = "Print the version.")
  boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help.")
  boolean help;
}
