package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.ModelVersionTag;
import dev.millrace.core.validation.Require;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The verbs of versions of registered models. */
final class VersionCommands {

  private VersionCommands() {}

  private record VersionList(List<ModelVersion> modelVersions) {}

  private record Deleted(String name, String version) {}

  /** A version by its number, or by an alias with the sign before it. */
  static ModelVersion find(MillraceClient client, String model, String named) {
    return named.startsWith("@")
        ? client.registry().versionByAlias(model, ModelCommands.aliasName(named))
        : client.registry().version(model, named);
  }

  static Table details(MillraceClient client, ModelVersion version) {
    Table table =
        Table.ofDetails()
            .row("model", version.name())
            .row("version", version.version())
            .row("aliases", aliases(version))
            .row("stage", version.currentStage())
            .row("run", version.runId())
            .row("logged model", version.modelId())
            .row("source", version.source())
            .row("created", Table.time(version.creationTimestamp()))
            .row("changed", Table.time(version.lastUpdatedTimestamp()))
            .row("page", client.pages().modelVersion(version.name(), version.version()))
            .row("description", version.description());
    for (ModelVersionTag tag : Require.listOrEmpty(version.tags())) {
      table.row("tag", tag.key(), tag.value());
    }
    return table;
  }

  private static String aliases(ModelVersion version) {
    return String.join(", ", Require.listOrEmpty(version.aliases()));
  }

  @Command(
      name = "versions",
      description = "List the versions of a model, latest first.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace models versions fraud",
        "  millrace models versions fraud --filter \"tags.dataset = 'march'\" --limit 5"
      })
  static final class Versions implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(paramLabel = "MODEL", description = "A registered model.")
    private String model = "";

    @Option(
        names = "--filter",
        paramLabel = "FILTER",
        description = "Such as \"tags.dataset = 'march'\" or \"run_id = '4f1c…'\".")
    private @Nullable String filter;

    @Mixin private ListLimit limit = new ListLimit();

    @Override
    public void run() {
      try (MillraceClient client = server.connect()) {
        List<ModelVersion> versions =
            limit.first(most -> client.modelVersions().search(model, filter, most));
        if (versions.isEmpty()) {
          // A search finds nothing of a model that is not there; this says so.
          client.registry().getModel(model);
        }
        Table table =
            Table.of("No versions.", "VERSION", "ALIASES", "STAGE", "CREATED", "RUN ID", "NOTE");
        for (ModelVersion version : versions) {
          table.row(
              version.version(),
              aliases(version),
              version.currentStage(),
              Table.time(version.creationTimestamp()),
              version.runId(),
              Table.firstLine(version.description()));
        }
        server.print(new VersionList(versions), table);
      }
    }
  }

  @Command(
      name = "delete-version",
      description = {
        "Remove a version and the aliases on it, for good.",
        "Its number is not given out again; the files of its run stay."
      },
      mixinStandardHelpOptions = true,
      footer = "  millrace models delete-version fraud 3")
  static final class Delete implements Runnable {

    @Mixin private ServerOptions server = new ServerOptions();

    @Parameters(index = "0", paramLabel = "MODEL", description = "A registered model.")
    private String model = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "Its number.")
    private String version = "";

    @Override
    public void run() {
      try (MillraceClient client = server.connect()) {
        client.modelVersions().delete(model, version);
        server.print(
            new Deleted(model, version),
            "Version %s of model '%s' has been deleted.".formatted(version, model));
      }
    }
  }
}
