package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
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

@Command(
    name = "models",
    description = "List, promote and roll back registered models.",
    subcommands = {
      PromoteCommand.class,
      RollbackCommand.class,
      DiffCommand.class,
      RequestCommands.Open.class,
      RequestCommands.Approve.class,
      RequestCommands.Refuse.class,
      RequestCommands.Check.class
    })
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
      name = "history",
      description = "List the history of a model's aliases, latest first.",
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
      Table table =
          Table.of("No alias was moved.", "AT", "ALIAS", "FROM", "TO", "OUTCOME", "BY", "REASON");
      for (Promotion promotion : promotions) {
        table.row(
            Table.time(promotion.createdAt()),
            promotion.alias(),
            promotion.fromVersion(),
            promotion.toVersion(),
            promotion.outcome().wireName(),
            promotion.user(),
            promotion.reason());
      }
      server.print(new Promotions(promotions), table);
    }
  }

  /** An alias with or without the sign before it. */
  static String aliasName(String alias) {
    return alias.startsWith("@") ? alias.substring(1) : alias;
  }

  private static String aliases(RegisteredModel model) {
    return Require.listOrEmpty(model.aliases()).stream()
        .map((RegisteredModelAlias alias) -> alias.alias() + " → " + alias.version())
        .collect(Collectors.joining(", "));
  }
}
