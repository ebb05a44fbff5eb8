package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.tracking.Purge;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "gc",
    description = "Remove deleted runs and experiments for good, with their artifacts.",
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace gc --older-than 30d --dry-run",
      "  millrace gc --experiment 12 --run RUN_ID"
    })
final class GcCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      description = "Only what was deleted so long ago, such as 30d, 12h or 2d8h5m20s.")
  private @Nullable String olderThan;

  @Option(
      names = "--experiment",
      paramLabel = "ID",
      description = "Only this deleted experiment and its runs; may be repeated.")
  private List<String> experiments = new ArrayList<>();

  @Option(
      names = "--run",
      paramLabel = "ID",
      description = "Only this deleted run; may be repeated.")
  private List<String> runs = new ArrayList<>();

  @Option(names = "--dry-run", description = "Tell what would be removed, and remove nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    if (olderThan == null && experiments.isEmpty() && runs.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "Say what to remove: --older-than, --experiment or --run.");
    }
    try (MillraceClient client = server.connect()) {
      Purge.Response removed = client.purge(new Purge(olderThan, experiments, runs, dryRun));
      server.print(removed, table(removed));
    }
    return ExitCode.DONE;
  }

  private static Table table(Purge.Response removed) {
    String verb = removed.dryRun() ? "would remove" : "removed";
    Table table =
        Table.ofDetails()
            .row(verb, "runs", removed.runs())
            .row(verb, "experiments", removed.experiments())
            .row(verb, "logged models", removed.loggedModels())
            .row(verb, "metric points", removed.metricPoints())
            .row(verb, "files", removed.files())
            .row(verb, "bytes", removed.bytes());
    if (removed.keptFiles() > 0) {
      table.row("kept", "files", removed.keptFiles());
      table.row("kept", "bytes", removed.keptBytes());
    }
    for (String source : removed.keptSources()) {
      table.row("kept for a version", source);
    }
    for (String experiment : removed.remainingExperiments()) {
      table.row("kept with its runs", "experiment", experiment);
    }
    for (String id : removed.unknownIds()) {
      table.row("not there", id);
    }
    return table;
  }
}
