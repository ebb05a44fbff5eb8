package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CreateEndpointRequest;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.serving.Swap;
import dev.millrace.core.serving.UpdateEndpointRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "endpoints",
    description = "List, open, show, change and close endpoints.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      VariantCommands.class,
      CanaryCommands.class,
      EndpointOptionsCommand.class,
      KeyCommands.class,
      EndpointRequestCommands.class
    },
    footer = "  millrace endpoints list")
final class EndpointCommands {

  private record EndpointList(List<Endpoint> endpoints) {}

  private record ClosedEndpoint(String closed) {}

  private record EndpointWithSwaps(Endpoint endpoint, List<Swap> swaps) {}

  @Command(
      name = "list",
      description = "List endpoints.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints list")
  void list(@Mixin ServerOptions server) {
    try (MillraceClient client = server.connect()) {
      List<Endpoint> endpoints = client.endpoints().list();
      Table table = Table.of("No endpoints.", "NAME", "FOLLOWS", "LIVE", "STATE", "OWNER");
      for (Endpoint endpoint : endpoints) {
        table.row(
            endpoint.name(),
            followed(endpoint),
            endpoint.liveVersion(),
            endpoint.liveState(),
            endpoint.owner());
      }
      server.print(new EndpointList(endpoints), table);
    }
  }

  @Command(
      name = "open",
      description = "Open an endpoint that follows an alias, a stage or a version of a model.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints open fraud-live fraud --alias champion",
        "  millrace endpoints open fraud-next fraud --stage Staging --owner risk-team"
      })
  void open(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "NAME", description = "Its name.") String name,
      @Parameters(index = "1", paramLabel = "MODEL", description = "A registered model.")
          String model,
      @ArgGroup @Nullable FollowedChoice follows,
      @Option(names = "--owner", paramLabel = "WHO", description = "Who answers for it.")
          @Nullable String owner,
      @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
          @Nullable String description) {
    Followed followed = FollowedChoice.orChampion(follows);
    try (MillraceClient client = server.connect()) {
      Endpoint endpoint =
          client
              .endpoints()
              .open(
                  CreateEndpointRequest.of(name, model, followed).describedBy(owner, description));
      server.print(endpoint, details(endpoint, client.pages().endpoint(name)));
    }
  }

  @Command(
      name = "update",
      description = "Change what an endpoint follows, its owner or its description.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints update fraud-live --model-version 7",
        "  millrace endpoints update fraud-live --alias champion --owner risk-team"
      })
  void update(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The endpoint.") String name,
      @ArgGroup @Nullable FollowedChoice follows,
      @Option(names = "--owner", paramLabel = "WHO", description = "Who answers for it.")
          @Nullable String owner,
      @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
          @Nullable String description) {
    Followed followed = FollowedChoice.orUnchanged(follows);
    try (MillraceClient client = server.connect()) {
      Endpoint endpoint =
          client
              .endpoints()
              .update(
                  name,
                  new UpdateEndpointRequest(
                      followed.alias(),
                      followed.stage(),
                      followed.version(),
                      owner,
                      description,
                      null));
      server.print(endpoint, details(endpoint, client.pages().endpoint(name)));
    }
  }

  @Command(
      name = "close",
      description = "Close an endpoint; requests under way are still answered.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints close fraud-live")
  void close(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "NAME", description = "The endpoint.") String name) {
    try (MillraceClient client = server.connect()) {
      client.endpoints().delete(name);
      server.print(new ClosedEndpoint(name), "Closed endpoint " + name);
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

  private static String followed(Endpoint endpoint) {
    return endpoint.modelName() + endpoint.follows().selector();
  }

  static Table details(Endpoint endpoint, String url) {
    Table table =
        Table.ofDetails()
            .row("endpoint", endpoint.name())
            .row("follows", followed(endpoint))
            .row("owner", endpoint.owner())
            .row("description", endpoint.description())
            .row("live", endpoint.liveVersion(), endpoint.liveState())
            .row("page", url);
    EndpointOptions options = endpoint.options();
    if (options != null) {
      EndpointOptionsCommand.addRows(table, options);
    }
    for (Endpoint.Deployment deployment : endpoint.deployments()) {
      table.row(
          "version",
          deployment.version(),
          deployment.state(),
          deployment.reason() == null ? "" : deployment.reason());
    }
    for (Endpoint.Variant variant : endpoint.variants()) {
      table.row(
          "variant",
          variant.name(),
          endpoint.modelName() + variant.follows().selector(),
          variant.shadow() == null ? variant.weight() + " %" : "shadow",
          variant.liveVersion() == null ? "none" : "version " + variant.liveVersion(),
          variant.liveState());
    }
    Canary canary = endpoint.canary();
    if (canary != null) {
      table.row(
          "canary",
          canary.fromVersion() + " → " + canary.toVersion(),
          canary.state(),
          canary.share() + " %",
          canary.reason() == null ? "" : canary.reason());
    }
    for (Endpoint.Replica replica : endpoint.replicas()) {
      table.row(
          "replica",
          replica.name(),
          replica.liveVersion() == null ? "none" : "version " + replica.liveVersion(),
          replica.address() == null ? "" : replica.address());
    }
    return table;
  }
}
