package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelRegistry;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.Swap;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "endpoints", description = "List, open and show endpoints.")
final class EndpointCommands {

  private record EndpointList(List<Endpoint> endpoints) {}

  private record EndpointWithSwaps(Endpoint endpoint, List<Swap> swaps) {}

  @Command(name = "list", description = "List endpoints.", mixinStandardHelpOptions = true)
  void list(@Mixin ServerOptions server) {
    try (MillraceClient client = server.connect()) {
      List<Endpoint> endpoints = client.endpoints().list();
      Table table = Table.of("No endpoints.", "NAME", "MODEL", "ALIAS", "LIVE", "STATE");
      for (Endpoint endpoint : endpoints) {
        table.row(
            endpoint.name(),
            endpoint.modelName(),
            endpoint.alias(),
            endpoint.liveVersion(),
            endpoint.liveState());
      }
      server.print(new EndpointList(endpoints), table);
    }
  }

  @Command(
      name = "open",
      description = "Open an endpoint that follows an alias of a registered model.",
      mixinStandardHelpOptions = true)
  void open(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "NAME") String name,
      @Parameters(index = "1", paramLabel = "MODEL") String model,
      @Option(
              names = "--alias",
              paramLabel = "ALIAS",
              defaultValue = ModelRegistry.CHAMPION,
              description = "The alias to follow (default: ${DEFAULT-VALUE}).")
          String alias) {
    try (MillraceClient client = server.connect()) {
      Endpoint endpoint = client.endpoints().open(name, model, alias);
      server.print(endpoint, details(endpoint, client.pages().endpoint(name)));
    }
  }

  @Command(
      name = "show",
      description = "Show an endpoint and its latest swaps.",
      mixinStandardHelpOptions = true)
  void show(@Mixin ServerOptions server, @Parameters(paramLabel = "NAME") String name) {
    try (MillraceClient client = server.connect()) {
      Endpoint endpoint = client.endpoints().get(name);
      List<Swap> swaps = client.endpoints().swaps(name);
      Table table = details(endpoint, client.pages().endpoint(name));
      for (Swap swap : swaps) {
        table.row(
            "swap",
            Table.time(swap.startedAt()),
            (swap.fromVersion() == null ? "none" : swap.fromVersion()) + " → " + swap.toVersion(),
            swap.state(),
            swap.reason() == null ? "" : swap.reason());
      }
      server.print(new EndpointWithSwaps(endpoint, swaps), table);
    }
  }

  private static Table details(Endpoint endpoint, String url) {
    Table table =
        Table.ofDetails()
            .row("endpoint", endpoint.name())
            .row("model", endpoint.modelName())
            .row("alias", endpoint.alias())
            .row("live", endpoint.liveVersion(), endpoint.liveState())
            .row("page", url);
    for (Endpoint.Deployment deployment : endpoint.deployments()) {
      table.row(
          "version",
          deployment.version(),
          deployment.state(),
          deployment.reason() == null ? "" : deployment.reason());
    }
    for (Endpoint.Replica replica : endpoint.replicas()) {
      table.row(
          "replica",
          replica.name(),
          replica.liveVersion() == null ? "none" : "version " + replica.liveVersion());
    }
    return table;
  }
}
