package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.tracking.Experiment;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "experiments", description = "List experiments.")
final class ExperimentCommands {

  private record Experiments(List<Experiment> experiments) {}

  @Command(name = "list", description = "List active experiments.", mixinStandardHelpOptions = true)
  void list(
      @Mixin ServerOptions server,
      @Option(
              names = "--filter",
              paramLabel = "FILTER",
              description = "Such as \"name LIKE 'p%%'\".")
          @Nullable String filter,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "100",
              description = "At most so many (default: ${DEFAULT-VALUE}).")
          int limit) {
    try (MillraceClient client = server.connect()) {
      List<Experiment> experiments = client.searchExperiments(filter, limit);
      Table table = Table.of("No experiments.", "ID", "NAME", "CREATED", "CHANGED");
      for (Experiment experiment : experiments) {
        table.row(
            experiment.experimentId(),
            experiment.name(),
            Table.time(experiment.creationTime()),
            Table.time(experiment.lastUpdateTime()));
      }
      server.print(new Experiments(experiments), table);
    }
  }
}
