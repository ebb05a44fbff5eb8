package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "tag",
    description = "Set and delete tags of registered models and of their versions.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace models tag set fraud team red")
final class TagCommands {

  private record Tag(String name, @Nullable String version, String key, @Nullable String value) {}

  /** Whose tag. */
  static final class Owner {

    @Parameters(index = "0", paramLabel = "MODEL", description = "A registered model.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The tag's key.")
    private String key = "";

    @Option(
        names = "--of",
        paramLabel = "VERSION",
        description = "Of this version, a number or @alias (default: of the model).")
    private @Nullable String version;

    private @Nullable String number(MillraceClient client) {
      return version != null && version.startsWith("@")
          ? VersionCommands.find(client, model, version).version()
          : version;
    }

    private String text(@Nullable String number) {
      return number == null ? model : model + " version " + number;
    }
  }

  @Command(
      name = "set",
      description = "Set a tag; a later value replaces an earlier one.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace models tag set fraud team red",
        "  millrace models tag set fraud dataset march --of @champion"
      })
  void set(
      @Mixin ServerOptions server,
      @Mixin Owner owner,
      @Parameters(index = "2", paramLabel = "VALUE", description = "The tag's value.")
          String value) {
    try (MillraceClient client = server.connect()) {
      String number = owner.number(client);
      if (number == null) {
        client.registry().setTag(owner.model, owner.key, value);
      } else {
        client.modelVersions().setTag(owner.model, number, owner.key, value);
      }
      server.print(
          new Tag(owner.model, number, owner.key, value),
          "%s has the tag %s=%s now".formatted(owner.text(number), owner.key, value));
    }
  }

  @Command(
      name = "delete",
      description = "Remove a tag; one that is not there is no error.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace models tag delete fraud team",
        "  millrace models tag delete fraud dataset --of 7"
      })
  void delete(@Mixin ServerOptions server, @Mixin Owner owner) {
    try (MillraceClient client = server.connect()) {
      String number = owner.number(client);
      if (number == null) {
        client.registry().deleteTag(owner.model, owner.key);
      } else {
        client.modelVersions().deleteTag(owner.model, number, owner.key);
      }
      server.print(
          new Tag(owner.model, number, owner.key, null),
          "%s has no tag %s now".formatted(owner.text(number), owner.key));
    }
  }
}
