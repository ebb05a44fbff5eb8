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
    description = "List, register, tag, promote, roll back and ask registered models.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      VersionCommands.Versions.class,
      ShowModelCommand.class,
      RegisterCommand.class,
      AliasCommands.class,
      TagCommands.class,
      VersionCommands.Delete.class,
      PredictCommand.class,
      GatesCommand.class,
      PromoteCommand.class,
      RollbackCommand.class,
      DiffCommand.class,
      RequestCommands.Open.class,
      RequestCommands.Approve.class,
      RequestCommands.Refuse.class,
      RequestCommands.Check.class
    },
    footer = "  millrace models list")
final class ModelCommands {

  private record Models(List<RegisteredModel> registeredModels) {}

  private record Promotions(List<Promotion> promotions) {}

  @Command(
      name = "list",
      aliases = "search",
      description = "List registered models with their aliases.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace models list",
        "  millrace models search --filter \"name LIKE 'fraud%%' AND tags.team = 'red'\""
      })
  void list(
      @Mixin ServerOptions server,
      @Option(
              names = "--filter",
              paramLabel = "FILTER",
              description = "Such as \"name LIKE 'p%%'\" or \"tags.team = 'red'\".")
          @Nullable String filter,
      @Mixin ListLimit limit) {
    try (MillraceClient client = server.connect()) {
      List<RegisteredModel> models =
          limit.first(most -> client.registry().searchModels(filter, most));
      Table table = Table.of("No registered models.", "NAME", "ALIASES", "CHANGED", "DESCRIPTION");
      for (RegisteredModel model : models) {
        table.row(
            model.name(),
            aliases(model),
            Table.time(model.lastUpdatedTimestamp()),
            Table.firstLine(model.description()));
      }
      server.print(new Models(models), table);
    }
  }

  @Command(
      name = "history",
      description = "List the history of a model's aliases, latest first.",
      mixinStandardHelpOptions = true,
      footer = "  millrace models history fraud --alias champion --limit 5")
  void history(
      @Mixin ServerOptions server,
      @Parameters(paramLabel = "MODEL", description = "A registered model.") String model,
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

  static String aliases(RegisteredModel model) {
    return Require.listOrEmpty(model.aliases()).stream()
        .map((RegisteredModelAlias alias) -> alias.alias() + " → " + alias.version())
        .collect(Collectors.joining(", "));
  }
}
