package dev.millrace.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelRegistry;
import dev.millrace.core.registry.PromotionPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "policy",
    description = "Show, set and check what promotions to an alias must pass.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace policy set fraud policy.yaml")
final class PolicyCommands {

  private record Gates(List<JsonNode> gates) {}

  /** The alias that a policy is of. */
  static final class Alias {

    @Parameters(index = "0", paramLabel = "MODEL", description = "A registered model.")
    private String model = "";

    @Option(
        names = "--alias",
        paramLabel = "@ALIAS",
        defaultValue = ModelRegistry.CHAMPION,
        description = "The alias (default: ${DEFAULT-VALUE}).")
    private String alias = ModelRegistry.CHAMPION;

    String name() {
      return ModelCommands.aliasName(alias);
    }
  }

  @Command(
      name = "get",
      description = "Show a policy.",
      mixinStandardHelpOptions = true,
      footer = "  millrace policy get fraud --alias @champion")
  void get(@Mixin ServerOptions server, @Mixin Alias alias) {
    try (MillraceClient client = server.connect()) {
      PromotionPolicy policy = client.registry().policy(alias.model, alias.name());
      if (server.isJson()) {
        server.print(policy, details(policy));
      } else {
        server.out().print(policy.source());
        server.out().flush();
      }
    }
  }

  @Command(
      name = "set",
      description = "Set a policy from a file in YAML or JSON.",
      mixinStandardHelpOptions = true,
      footer = "  millrace policy set fraud policy.yaml")
  void set(
      @Mixin ServerOptions server,
      @Mixin Alias alias,
      @Parameters(index = "1", paramLabel = "FILE", description = "The policy.") Path file) {
    try (MillraceClient client = server.connect()) {
      PromotionPolicy policy = client.registry().setPolicy(alias.model, alias.name(), read(file));
      server.print(policy, details(policy));
    }
  }

  @Command(
      name = "check",
      description = "Say whether a file is a policy, and what is wrong with it if not.",
      mixinStandardHelpOptions = true,
      footer = "  millrace policy check policy.yaml")
  void check(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "FILE", description = "The policy.") Path file) {
    try (MillraceClient client = server.connect()) {
      List<JsonNode> gates = client.registry().checkPolicy(read(file));
      Table table = Table.of("A policy without gates.", "GATE", "TYPE");
      for (JsonNode gate : gates) {
        table.row(gate.path("name").asText(gate.path("type").asText()), gate.path("type").asText());
      }
      server.print(new Gates(gates), table);
    }
  }

  @Command(
      name = "delete",
      description = "Remove a policy; its revisions stay in the history.",
      mixinStandardHelpOptions = true,
      footer = "  millrace policy delete fraud --alias @champion")
  void delete(@Mixin ServerOptions server, @Mixin Alias alias) {
    try (MillraceClient client = server.connect()) {
      client.registry().deletePolicy(alias.model, alias.name());
    }
  }

  private static Table details(PromotionPolicy policy) {
    JsonNode document = policy.document();
    return Table.ofDetails()
        .row("model", policy.modelName())
        .row("alias", policy.alias())
        .row("revision", policy.revision())
        .row("gates", document == null ? 0 : document.path("gates").size())
        .row("by", policy.user())
        .row("at", Table.time(policy.createdAt()));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }
}
