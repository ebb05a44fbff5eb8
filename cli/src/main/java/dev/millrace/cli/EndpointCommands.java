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

@Command(
    name = "endpoints",
    description = "List, open and show endpoints.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace endpoints list")
final class EndpointCommands {

  private record EndpointList(List<Endpoint> endpoints) {}

  private record EndpointWithSwaps(Endpoint endpoint, List<Swap> swaps) {}

  @Command(
      name = "list",
      description = "List endpoints.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints list")
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
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints open fraud-live fraud --alias champion")
  void open(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
      @Parameters(index = "1", paramLabel = "MODEL", description = "A registered model.")
          String model,
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
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints show fraud-live")
  void show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The endpoint.") String name) {
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
