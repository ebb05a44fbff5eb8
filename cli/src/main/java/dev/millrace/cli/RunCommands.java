package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.tracking.ViewType;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = "List, show, make, delete, export and follow runs.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunEditCommands.Create.class,
      RunEditCommands.Delete.class,
      RunEditCommands.Restore.class,
      ExportCommand.class,
      RunLiveCommands.Log.class,
      RunLiveCommands.Stalled.class
    },
    footer = "  millrace runs list iris")
final class RunCommands {

  private static final int METRICS_SHOWN = 4;

  private record Runs(List<Run> runs) {}

  @Command(
      name = "list",
      description = "List the runs of an experiment, latest first.",
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace runs list --experiment-id 1 --view all",
        "  millrace runs list iris --order-by \"metrics.accuracy DESC\" --limit 5 \\",
        "      --filter \"metrics.accuracy > 0.9 AND params.epochs = '20'\""
      })
  void list(
      @Mixin ServerOptions server,
      @Parameters(
              arity = "0..1",
              paramLabel = "EXPERIMENT",
              description = "The experiment by its name.")
          @Nullable String experiment,
      @Mixin ExperimentChoice choice,
      @Option(
              names = "--filter",
              paramLabel = "FILTER",
              description = "Such as \"metrics.accuracy > 0.9 AND params.epochs = '20'\".")
          @Nullable String filter,
      @Option(
              names = "--order-by",
              paramLabel = "KEY",
              description = "Such as \"metrics.accuracy DESC\"; may be repeated.")
          @Nullable List<String> orderBy,
      @Option(
              names = {"-v", "--view"},
              paramLabel = "VIEW",
              defaultValue = "active_only",
              description = "active_only, deleted_only or all (default: ${DEFAULT-VALUE}).")
          ViewType view,
      @Mixin ListLimit limit) {
    try (MillraceClient client = server.connect()) {
      SearchRuns search =
          new SearchRuns(List.of(choice.id(client, experiment)), filter, view, null, orderBy, null);
      List<Run> runs = limit.first(most -> client.runs().search(search, most));
      server.print(new Runs(runs), listing(runs));
    }
  }

  @Command(
      name = "show",
      description = "Show a run with its parameters, latest metrics, tags and datasets.",
      mixinStandardHelpOptions = true,
      footer = "  millrace runs show RUN_ID")
  void show(@Mixin ServerOptions server, @Mixin RunChoice choice) {
    try (MillraceClient client = server.connect()) {
      Run run = client.getRun(choice.id());
      server.print(run, details(client, run));
    }
  }

  @Command(
      name = "describe",
      description =
          "Show a run in the JSON of MLflow's command line: what was logged, by its keys.",
      mixinStandardHelpOptions = true,
      footer = "  millrace runs describe --run-id RUN_ID")
  void describe(@Mixin JsonFirst server, @Mixin RunChoice choice) {
    try (MillraceClient client = server.connect()) {
      Run run = client.getRun(choice.id());
      server.print(RunDictionary.of(run), details(client, run));
    }
  }

  private static Table listing(List<Run> runs) {
    List<String> metrics =
        runs.stream()
            .flatMap(run -> run.data().metrics().stream())
            .map(Metric::key)
            .filter(Objects::nonNull)
            .collect(TreeSet<String>::new, TreeSet::add, TreeSet::addAll)
            .stream()
            .limit(METRICS_SHOWN)
            .toList();
    String[] headings = new String[4 + metrics.size()];
    List<String> fixed = List.of("RUN ID", "NAME", "STATUS", "STARTED");
    for (int i = 0; i < headings.length; i++) {
      headings[i] = i < fixed.size() ? fixed.get(i) : metrics.get(i - fixed.size());
    }
    Table table = Table.of("No runs.", headings);
    for (Run run : runs) {
      @Nullable Object[] cells = new @Nullable Object[headings.length];
      cells[0] = run.info().runId();
      cells[1] = run.info().runName();
      cells[2] = run.info().status();
      cells[3] = Table.time(run.info().startTime());
      for (int i = 0; i < metrics.size(); i++) {
        cells[fixed.size() + i] = latest(run, metrics.get(i));
      }
      table.row(cells);
    }
    return table;
  }

  private static @Nullable Double latest(Run run, String key) {
    return run.data().metrics().stream()
        .filter(metric -> key.equals(metric.key()))
        .map(Metric::value)
        .findFirst()
        .orElse(null);
  }

  private static Table details(MillraceClient client, Run run) {
    RunInfo info = run.info();
    Table table =
        Table.ofDetails()
            .row("run", info.runId())
            .row("name", info.runName())
            .row("status", info.status())
            .row("stage", info.lifecycleStage())
            .row("user", info.userId())
            .row("started", Table.time(info.startTime()))
            .row("ended", Table.time(info.endTime()))
            .row("artifacts", info.artifactUri())
            .row("page", client.pages().run(info.experimentId(), info.runId()));
    for (Param param : run.data().params()) {
      table.row("param", param.key(), param.value());
    }
    for (Metric metric : run.data().metrics()) {
      table.row("metric", metric.key(), metric.value());
    }
    for (DatasetInput input : run.inputs().datasetInputs()) {
      if (input.dataset() != null) {
        table.row("dataset", input.dataset().name(), input.dataset().digest());
      }
    }
    for (RunTag tag : run.data().tags()) {
      table.row("tag", tag.key(), tag.value());
    }
    return table;
  }
}
