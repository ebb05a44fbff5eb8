package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.serving.Endpoint;
import dev.millrace.core.serving.PutVariantRequest;
import dev.millrace.core.serving.Shadow;
import dev.millrace.core.serving.ShadowReport;
import dev.millrace.core.serving.UpdateEndpointRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "variants",
    description = "Serve further versions behind an endpoint, for a share of its requests or none.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace endpoints variants set fraud-live b --stage Staging --weight 20")
final class VariantCommands {

  @Command(
      name = "set",
      description = {
        "Add a variant, or change it.",
        "Requests are shared by the weights; the rest is answered by what the endpoint follows"
            + " itself. A shadow is sent copies of the requests: its answers are compared and never"
            + " given."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace endpoints variants set fraud-live b --stage Staging --weight 20",
        "  millrace endpoints variants set fraud-live next --model-version 7 --shadow 10"
      })
  void set(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(index = "1", paramLabel = "NAME", description = "The variant's name.")
          String name,
      @ArgGroup(multiplicity = "1") FollowedChoice follows,
      @Option(
              names = "--weight",
              paramLabel = "PERCENT",
              description = "Its share of the requests (default: none).")
          @Nullable Double weight,
      @Option(
              names = "--shadow",
              paramLabel = "PERCENT",
              description = "Mirror this share of the requests to it.")
          @Nullable Double sample,
      @Option(
              names = "--tolerance",
              paramLabel = "NUMBER",
              description = "By how much a shadow's numbers may differ (default: 1e-6).")
          @Nullable Double tolerance) {
    Shadow shadow = sample == null ? null : new Shadow(sample, tolerance);
    PutVariantRequest request =
        new PutVariantRequest(
            follows.followed().alias(),
            follows.followed().stage(),
            follows.followed().version(),
            weight,
            shadow);
    try (MillraceClient client = server.connect()) {
      print(server, client, client.endpoints().putVariant(endpoint, name, request));
    }
  }

  @Command(
      name = "weights",
      description = "Change the weights of several variants at once.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints variants weights fraud-live b=40 c=10")
  void weights(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(
              index = "1..*",
              arity = "1..*",
              paramLabel = "NAME=PERCENT",
              description = "A variant and its share of the requests.")
          Map<String, Double> weights) {
    try (MillraceClient client = server.connect()) {
      UpdateEndpointRequest change = UpdateEndpointRequest.ofWeights(weights);
      print(server, client, client.endpoints().update(endpoint, change));
    }
  }

  @Command(
      name = "shadow",
      description = "Show what became of the requests that are mirrored to a variant.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints variants shadow fraud-live next")
  void shadow(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(index = "1", paramLabel = "NAME", description = "The variant's name.")
          String name) {
    try (MillraceClient client = server.connect()) {
      ShadowReport report = client.endpoints().shadow(endpoint, name);
      Table table =
          Table.ofDetails()
              .row("same", report.same())
              .row("different", report.different())
              .row("failed", report.failed())
              .row("dropped", report.dropped());
      for (ShadowReport.Difference difference : report.differences()) {
        table.row(
            "difference",
            Table.time(difference.at()),
            difference.version() + " → " + difference.shadowVersion(),
            difference.difference());
      }
      server.print(report, table);
    }
  }

  @Command(
      name = "delete",
      description = "Take a variant away; its share goes to what the endpoint follows itself.",
      mixinStandardHelpOptions = true,
      footer = "  millrace endpoints variants delete fraud-live b")
  void delete(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "ENDPOINT", description = "The endpoint.")
          String endpoint,
      @Parameters(index = "1", paramLabel = "NAME", description = "The variant's name.")
          String name) {
    try (MillraceClient client = server.connect()) {
      print(server, client, client.endpoints().deleteVariant(endpoint, name));
    }
  }

  private static void print(ServerOptions server, MillraceClient client, Endpoint endpoint) {
    server.print(
        endpoint, EndpointCommands.details(endpoint, client.pages().endpoint(endpoint.name())));
  }
}
