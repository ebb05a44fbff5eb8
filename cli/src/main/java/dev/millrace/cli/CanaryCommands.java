package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.core.serving.Endpoint;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "canary",
    description = "Go over to new versions step by step, and back where one does worse.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace endpoints canary show fraud-live")
final class CanaryCommands {

  private record CanaryList(List<Canary> canaries) {}

  @Command(
      name = "plan",
      description = {
        "Set the plan by which an endpoint goes over to other versions.",
        "Without one it swaps at once. A canary that is running keeps the plan it began with."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints canary plan fraud-live --steps 5,25,100 --bake 10m",
        "  millrace endpoints canary plan fraud-live --max-score-shift 0.2"
      })
  void plan(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint,
      @Option(
              names = "--steps",
              paramLabel = "PERCENT",
              split = ",",
              description = "Shares of the requests (default: 5,25,50,100).")
          @Nullable List<Double> steps,
      @Option(
              names = "--bake",
              paramLabel = "TIME",
              description = "How long each step takes at least, such as 90s (default: 5m).")
          @Nullable String bake,
      @Option(
              names = "--min-requests",
              paramLabel = "NUMBER",
              description = "How many requests judge a step (default: 100).")
          @Nullable Integer minRequests,
      @Option(
              names = "--max-error-rate",
              paramLabel = "SHARE",
              description = "Errors above those of the version before (default: 0.01).")
          @Nullable Double maxErrorRate,
      @Option(
              names = "--max-p99",
              paramLabel = "MILLIS",
              description = "Bound of the p99 of its answers.")
          @Nullable Double maxP99Millis,
      @Option(
              names = "--max-p99-ratio",
              paramLabel = "FACTOR",
              description = "Bound of its p99 to that of the version before.")
          @Nullable Double maxP99Ratio,
      @Option(
              names = "--max-score-shift",
              paramLabel = "NUMBER",
              description = "Bound of the shift of its scores, in standard deviations.")
          @Nullable Double maxScoreShift) {
    CanaryPlan plan =
        new CanaryPlan(
            steps == null ? List.of() : steps,
            bake == null ? null : Math.toIntExact(ServingWait.duration(bake).toSeconds()),
            minRequests,
            maxErrorRate,
            maxP99Millis,
            maxP99Ratio,
            maxScoreShift);
    try (MillraceClient client = server.connect()) {
      print(server, client, client.endpoints().putCanaryPlan(endpoint, plan));
    }
  }

  @Command(
      name = "remove",
      description = "Take the plan away; a canary that is running is given up for a swap at once.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints canary remove fraud-live")
  void remove(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint) {
    try (MillraceClient client = server.connect()) {
      print(server, client, client.endpoints().deleteCanaryPlan(endpoint));
    }
  }

  @Command(
      name = "show",
      description = "Show the canaries of an endpoint, with what was measured in each step.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints canary show fraud-live")
  void show(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint) {
    try (MillraceClient client = server.connect()) {
      List<Canary> canaries = client.endpoints().canaries(endpoint);
      Table table =
          Table.of(
              "No canary yet.",
              "STARTED",
              "VERSIONS",
              "STATE",
              "SHARE",
              "REQUESTS",
              "ERRORS",
              "P99 MS",
              "SHIFT",
              "REASON");
      for (Canary canary : canaries) {
        String versions = canary.fromVersion() + " → " + canary.toVersion();
        table.row(
            Table.time(canary.startedAt()),
            versions,
            canary.state(),
            canary.share(),
            null,
            null,
            null,
            null,
            canary.reason());
        for (Canary.Step step : canary.steps()) {
          table.row(
              Table.time(step.startedAt()),
              versions,
              "step",
              step.share(),
              step.to().requests(),
              step.to().errors(),
              rounded(step.to().p99Millis()),
              rounded(step.scoreShift()),
              null);
        }
      }
      server.print(new CanaryList(canaries), table);
    }
  }

  private static @Nullable String rounded(@Nullable Double number) {
    return number == null ? null : String.format(Locale.ROOT, "%.2f", number);
  }

  @Command(
      name = "promote",
      description = "Have the new version answer everything now.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints canary promote fraud-live")
  void promote(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint) {
    try (MillraceClient client = server.connect()) {
      print(server, client, client.endpoints().promoteCanary(endpoint));
    }
  }

  @Command(
      name = "rollback",
      description = "Have the previous version answer everything again.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints canary rollback fraud-live --reason 'odd scores'")
  void rollback(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "ENDPOINT", description = "The endpoint.") String endpoint,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
          @Nullable String reason) {
    try (MillraceClient client = server.connect()) {
      print(server, client, client.endpoints().rollBackCanary(endpoint, reason));
    }
  }

  private static void print(ServerOptions server, MillraceClient client, Endpoint endpoint) {
    server.print(
        endpoint, EndpointCommands.details(endpoint, client.pages().endpoint(endpoint.name())));
  }
}
