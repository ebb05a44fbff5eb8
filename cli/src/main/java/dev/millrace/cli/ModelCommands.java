package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelRegistry;
import dev.millrace.core.registry.Promotion;
import dev.millrace.core.registry.RegisteredModel;
import dev.millrace.core.registry.RegisteredModelAlias;
import dev.millrace.core.validation.Require;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "models", description = "List and promote registered models.")
final class ModelCommands {

  private record Models(List<RegisteredModel> registeredModels) {}

  private record Promotions(List<Promotion> promotions) {}

  @Command(
      name = "list",
      description = "List registered models with their aliases.",
      mixinStandardHelpOptions = true)
  void list(
      @Mixin ServerOptions server,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "At most so many (default: ${DEFAULT-VALUE}).")
          int limit) {
    try (MillraceClient client = server.connect()) {
      List<RegisteredModel> models = client.registry().searchModels(null, limit);
      Table table = Table.of("No registered models.", "NAME", "ALIASES", "CHANGED");
      for (RegisteredModel model : models) {
        table.row(model.name(), aliases(model), Table.time(model.lastUpdatedTimestamp()));
      }
      server.print(new Models(models), table);
    }
  }

  @Command(
      name = "promote",
      description = "Move an alias to a version and record why; endpoints follow.",
      mixinStandardHelpOptions = true)
  void promote(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "MODEL") String model,
      @Parameters(index = "1", paramLabel = "VERSION") String version,
      @Option(
              names = "--alias",
              paramLabel = "ALIAS",
              defaultValue = ModelRegistry.CHAMPION,
              description = "The alias to move (default: ${DEFAULT-VALUE}).")
          String alias,
      @Option(
              names = "--reason",
              paramLabel = "TEXT",
              required = true,
              description = "Why; the history keeps it.")
          String reason) {
    try (MillraceClient client = server.connect()) {
      Promotion promotion = client.registry().promote(model, alias, version, reason);
      server.print(
          promotion,
          Table.ofDetails()
              .row("model", promotion.modelName())
              .row("alias", promotion.alias())
              .row("from", promotion.fromVersion())
              .row("to", promotion.toVersion())
              .row("reason", promotion.reason())
              .row("by", promotion.user()));
    }
  }

  @Command(
      name = "history",
      description = "List the moves of a model's aliases, latest first.",
      mixinStandardHelpOptions = true)
  void history(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "MODEL") String model,
      @Option(names = "--alias", paramLabel = "ALIAS", description = "Only this alias.")
          @Nullable String alias,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "At most so many (default: ${DEFAULT-VALUE}).")
          int limit) {
    try (MillraceClient client = server.connect()) {
      List<Promotion> promotions = client.registry().promotions(model, alias, limit);
      Table table = Table.of("No alias was moved.", "AT", "ALIAS", "FROM", "TO", "BY", "REASON");
      for (Promotion promotion : promotions) {
        table.row(
            Table.time(promotion.createdAt()),
            promotion.alias(),
            promotion.fromVersion(),
            promotion.toVersion(),
            promotion.user(),
            promotion.reason());
      }
      server.print(new Promotions(promotions), table);
    }
  }

  private static String aliases(RegisteredModel model) {
    return Require.listOrEmpty(model.aliases()).stream()
        .map((RegisteredModelAlias alias) -> alias.alias() + " → " + alias.version())
        .collect(Collectors.joining(", "));
  }
}
