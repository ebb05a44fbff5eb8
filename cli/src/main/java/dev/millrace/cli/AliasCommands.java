package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "alias",
    description = "Set and delete aliases, without the gates and the reason of a promotion.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace models alias set fraud @challenger 7")
final class AliasCommands {

  private record Alias(String name, String alias, @Nullable String version) {}

  @Command(
      name = "set",
      description = "Point an alias at a version.",
      mixinStandardHelpOptions = true,
      footer = "  millrace models alias set fraud @challenger 7")
  void set(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "MODEL", description = "A registered model.")
          String model,
      @Parameters(index = "1", paramLabel = "@ALIAS", description = "The alias.") String named,
      @Parameters(
              index = "2",
              paramLabel = "VERSION",
              description = "A version's number, or @alias for where that one points.")
          String version) {
    try (MillraceClient client = server.connect()) {
      String alias = ModelCommands.aliasName(named);
      String number =
          version.startsWith("@")
              ? VersionCommands.find(client, model, version).version()
              : version;
      client.registry().setAlias(model, alias, number);
      server.print(
          new Alias(model, alias, number), "%s version %s is @%s".formatted(model, number, alias));
    }
  }

  @Command(
      name = "delete",
      description = "Take an alias away; endpoints that follow it keep what they serve.",
      mixinStandardHelpOptions = true,
      footer = "  millrace models alias delete fraud @challenger")
  void delete(
      @Mixin ServerOptions server,
      @Parameters(index = "0", paramLabel = "MODEL", description = "A registered model.")
          String model,
      @Parameters(index = "1", paramLabel = "@ALIAS", description = "The alias.") String named) {
    try (MillraceClient client = server.connect()) {
      String alias = ModelCommands.aliasName(named);
      client.registry().deleteAlias(model, alias);
      server.print(
          new Alias(model, alias, null), "%s has no alias @%s now".formatted(model, alias));
    }
  }
}
