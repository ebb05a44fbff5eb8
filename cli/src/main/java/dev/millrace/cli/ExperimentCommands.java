package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.tracking.Experiment;
import dev.millrace.core.tracking.ExperimentTag;
import dev.millrace.core.tracking.ExportRuns;
import dev.millrace.core.tracking.ViewType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "experiments",
    description = "List, make, rename, delete and export experiments.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace experiments list")
final class ExperimentCommands {

  private record Experiments(List<Experiment> experiments) {}

  private record Changed(String experimentId, @Nullable String name) {}

  /** An experiment by its id. */
  static final class Id {

    @Option(
        names = {"-x", "--experiment-id"},
        paramLabel = "ID",
        required = true,
        description = "The experiment.")
    private String id = "";
  }

  @Command(
      name = "list",
      aliases = "search",
      description = "List experiments, latest change first.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace experiments list",
        "  millrace experiments search --view deleted_only --filter \"name LIKE 'fraud%%'\""
      })
  void list(
      @Mixin ServerOptions server,
      @Option(
              names = "--filter",
              paramLabel = "FILTER",
              description = "Such as \"name LIKE 'p%%'\".")
          @Nullable String filter,
      @Option(
              names = {"-v", "--view"},
              paramLabel = "VIEW",
              defaultValue = "active_only",
              description = "active_only, deleted_only or all (default: ${DEFAULT-VALUE}).")
          ViewType view,
      @Option(
              names = {"--max-results", "--limit"},
              paramLabel = "N",
              description = "At most so many (default: all).")
          @Nullable Integer limit) {
    if (limit != null && limit < 0) {
      throw new IllegalArgumentException("--max-results is a number from 0 up.");
    }
    try (MillraceClient client = server.connect()) {
      int most = limit == null ? Integer.MAX_VALUE : limit;
      List<Experiment> experiments =
          most == 0 ? List.of() : client.experiments().search(filter, view, most);
      Table table =
          Table.of("No experiments.", "ID", "NAME", "CREATED", "CHANGED", "ARTIFACTS", "STAGE");
      for (Experiment experiment : experiments) {
        table.row(
            experiment.experimentId(),
            experiment.name(),
            Table.time(experiment.creationTime()),
            Table.time(experiment.lastUpdateTime()),
            experiment.artifactLocation(),
            experiment.lifecycleStage());
      }
      server.print(new Experiments(experiments), table);
    }
  }

  @Command(
      name = "create",
      description = "Make an experiment.",
      mixinStandardHelpOptions = true,
      footer = "  millrace experiments create --experiment-name fraud")
  void create(
      @Mixin ServerOptions server,
      @Option(
              names = {"-n", "--experiment-name"},
              paramLabel = "NAME",
              required = true,
              description = "Its name.")
          String name,
      @Option(
              names = {"-l", "--artifact-location"},
              paramLabel = "URI",
              description = "Where the artifacts of its runs go (default: the server's choice).")
          @Nullable String location) {
    try (MillraceClient client = server.connect()) {
      String id = client.experiments().create(name, location);
      server.print(new Changed(id, name), "Created experiment '%s' with id %s".formatted(name, id));
    }
  }

  @Command(
      name = "get",
      description = "Show an experiment, deleted or not.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace experiments get --experiment-id 1",
        "  millrace experiments get -n fraud -o json"
      })
  void get(@Mixin ServerOptions server, @Mixin ExperimentChoice choice) {
    try (MillraceClient client = server.connect()) {
      Experiment experiment = choice.get(client);
      server.print(
          dictionary(experiment),
          details(experiment, client.pages().experiment(experiment.experimentId())));
    }
  }

  @Command(
      name = "rename",
      description = "Give an active experiment another name.",
      mixinStandardHelpOptions = true,
      footer = "  millrace experiments rename --experiment-id 1 --new-name fraud-2026")
  void rename(
      @Mixin ServerOptions server,
      @Mixin Id experiment,
      @Option(
              names = "--new-name",
              paramLabel = "NAME",
              required = true,
              description = "Its name from now on.")
          String newName) {
    try (MillraceClient client = server.connect()) {
      client.experiments().rename(experiment.id, newName);
      server.print(
          new Changed(experiment.id, newName),
          "Experiment with id %s has been renamed to '%s'.".formatted(experiment.id, newName));
    }
  }

  @Command(
      name = "delete",
      description = {
        "Mark an experiment and its runs deleted; restore undoes it.",
        "Its name stays taken until millrace gc removes it for good."
      },
      mixinStandardHelpOptions = true,
      footer = "  millrace experiments delete --experiment-id 1")
  void delete(@Mixin ServerOptions server, @Mixin Id experiment) {
    try (MillraceClient client = server.connect()) {
      client.experiments().delete(experiment.id);
      server.print(
          new Changed(experiment.id, null),
          "Experiment with ID %s has been deleted.".formatted(experiment.id));
    }
  }

  @Command(
      name = "restore",
      description = "Undo the deletion of an experiment.",
      mixinStandardHelpOptions = true,
      footer = "  millrace experiments restore --experiment-id 1")
  void restore(@Mixin ServerOptions server, @Mixin Id experiment) {
    try (MillraceClient client = server.connect()) {
      client.experiments().restore(experiment.id);
      server.print(
          new Changed(experiment.id, null),
          "Experiment with id %s has been restored.".formatted(experiment.id));
    }
  }

  @Command(
      name = "csv",
      description =
          "Write all active runs of an experiment as CSV; runs export takes more options.",
      mixinStandardHelpOptions = true,
      footer = "  millrace experiments csv --experiment-id 1 --filename runs.csv")
  void csv(
      @Mixin PlainOptions server,
      @Mixin Id experiment,
      @Option(
              names = {"-o", "--filename"},
              paramLabel = "FILE",
              description = "Write to a file, which appears when it is complete (default: print).")
          @Nullable Path file)
      throws IOException {
    ExportRuns request =
        new ExportRuns(
            List.of(experiment.id),
            null,
            ViewType.ACTIVE_ONLY,
            null,
            null,
            ExportRuns.Format.CSV,
            false);
    try (MillraceClient client = server.connect();
        InputStream content = client.exportRuns(request)) {
      WholeFile.write(content, file, server.out());
    }
    if (file != null) {
      server
          .out()
          .println(
              "Experiment with ID %s has been exported as a CSV to file: %s."
                  .formatted(experiment.id, file));
    }
  }

  /** As MLflow's command line shows one in JSON: the tags by their keys. */
  private static Map<String, Object> dictionary(Experiment experiment) {
    Map<String, Object> dictionary = new LinkedHashMap<>();
    dictionary.put("artifact_location", experiment.artifactLocation());
    dictionary.put("creation_time", experiment.creationTime());
    dictionary.put("experiment_id", experiment.experimentId());
    dictionary.put("last_update_time", experiment.lastUpdateTime());
    dictionary.put("lifecycle_stage", experiment.lifecycleStage());
    dictionary.put("name", experiment.name());
    Map<String, @Nullable String> tags = new LinkedHashMap<>();
    experiment.tags().forEach(tag -> tags.put(String.valueOf(tag.key()), tag.value()));
    dictionary.put("tags", tags);
    dictionary.put("workspace", experiment.workspace());
    return dictionary;
  }

  private static Table details(Experiment experiment, String url) {
    Table table =
        Table.ofDetails()
            .row("experiment", experiment.experimentId())
            .row("name", experiment.name())
            .row("artifacts", experiment.artifactLocation())
            .row("stage", experiment.lifecycleStage())
            .row("created", Table.time(experiment.creationTime()))
            .row("changed", Table.time(experiment.lastUpdateTime()))
            .row("page", url);
    for (ExperimentTag tag : experiment.tags()) {
      table.row("tag", tag.key(), tag.value());
    }
    return table;
  }
}
