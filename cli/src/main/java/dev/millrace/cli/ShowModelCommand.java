package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.RegisteredModel;
import dev.millrace.core.registry.RegisteredModelTag;
import dev.millrace.core.validation.Require;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Show a registered model, or one of its versions.",
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace models show fraud",
      "  millrace models show fraud 3",
      "  millrace models show fraud @champion -o json"
    })
final class ShowModelCommand implements Runnable {

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "MODEL", description = "A registered model.")
  private String model = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "VERSION",
      description = "A version's number, or @alias.")
  private @Nullable String version;

  @Override
  public void run() {
    try (MillraceClient client = server.connect()) {
      if (version != null) {
        ModelVersion found = VersionCommands.find(client, model, version);
        server.print(found, VersionCommands.details(client, found));
      } else {
        RegisteredModel found = client.registry().getModel(model);
        server.print(found, details(client, found));
      }
    }
  }

  private static Table details(MillraceClient client, RegisteredModel model) {
    Table table =
        Table.ofDetails()
            .row("model", model.name())
            .row("aliases", ModelCommands.aliases(model))
            .row("created", Table.time(model.creationTimestamp()))
            .row("changed", Table.time(model.lastUpdatedTimestamp()))
            .row("page", client.pages().model(model.name()))
            .row("description", model.description());
    for (ModelVersion version : Require.listOrEmpty(model.latestVersions())) {
      table.row("latest", "version " + version.version(), "stage " + version.currentStage());
    }
    for (RegisteredModelTag tag : Require.listOrEmpty(model.tags())) {
      table.row("tag", tag.key(), tag.value());
    }
    return table;
  }
}
