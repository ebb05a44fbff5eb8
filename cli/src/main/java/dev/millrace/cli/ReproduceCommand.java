package dev.millrace.cli;

import dev.millrace.cli.reproduce.MetricComparison;
import dev.millrace.cli.reproduce.Recipe;
import dev.millrace.cli.reproduce.Reproduction;
import dev.millrace.cli.reproduce.ReproductionFolder;
import dev.millrace.client.ActiveRun;
import dev.millrace.client.MillraceClient;
import dev.millrace.core.runrecord.RunRecord;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "reproduce",
    description = {
      "Write all that is needed to run a run again into a folder, and run it.",
      "It runs the code that the run's record names, with your rights: read it first where you do"
          + " not know who logged the run."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace reproduce RUN_ID --into again",
      "  millrace reproduce RUN_ID --run --tolerance 0.01 --data-root /mnt/data",
      "  millrace reproduce RUN_ID --run -- --epochs 20 --password \"$PASSWORD\""
    })
final class ReproduceCommand implements Callable<Integer> {

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(index = "0", paramLabel = "RUN_ID", description = "The run.")
  private String runId = "";

  @Parameters(
      index = "1..*",
      paramLabel = "ARGUMENT",
      description =
          "Arguments of the script, behind --, instead of the recorded ones: where nobody told them,"
              + " or a secret is masked.")
  private List<String> arguments = new ArrayList<>();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "The folder; it is made (default: reproduce-RUN_ID).")
  private @Nullable Path into;

  @Option(names = "--run", description = "Run it, and compare the metrics.")
  private boolean run;

  @Option(
      names = "--tolerance",
      paramLabel = "R",
      defaultValue = "1e-6",
      description = "How far a metric may be off, relative (default: ${DEFAULT-VALUE}).")
  private double tolerance;

  @Option(
      names = "--repository",
      paramLabel = "URL|DIR",
      description = "Where git clones from, instead of the recorded place.")
  private @Nullable String repository;

  @Option(
      names = "--python",
      paramLabel = "EXE",
      description =
          "Use this interpreter's environment instead of building one; its packages are compared"
              + " with the recorded.")
  private @Nullable String python;

  @Option(
      names = "--data-root",
      paramLabel = "DIR",
      description = "Where data is looked for that is not where it was.")
  private @Nullable Path dataRoot;

  @Option(
      names = "--force",
      description = "Run it even where the record is not complete, or something is not as it was.")
  private boolean force;

  @Override
  public Integer call() {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("--tolerance is a number from 0 up.");
    }
    try (MillraceClient client = server.connect()) {
      RunRecord record = client.recordOf(runId);
      Recipe recipe = Recipe.of(record, repository, arguments);
      ReproductionFolder folder =
          new ReproductionFolder(into == null ? Path.of("reproduce-" + record.runId()) : into);
      folder.write(record, recipe);
      if (!run) {
        tellFolder(record, folder);
        return ExitCode.DONE;
      }
      return reproduce(client, record, recipe, folder);
    }
  }

  private void tellFolder(RunRecord record, ReproductionFolder folder) {
    PrintWriter err = server.err();
    err.println("Wrote " + folder.path());
    for (RunRecord.Missing gap : record.missing()) {
      err.println("The record lacks " + gap.field() + ": " + gap.reason());
    }
    err.flush();
  }

  private int reproduce(
      MillraceClient client, RunRecord record, Recipe recipe, ReproductionFolder folder) {
    Reproduction reproduction =
        new Reproduction(
            record,
            recipe,
            folder,
            new Reproduction.Options(python, dataRoot, force),
            server.err());
    Reproduction.Prepared prepared = reproduction.prepare();
    String again;
    try (ActiveRun active =
        client.startRun(
            record.experimentName(), record.runName() + " reproduced", prepared.tags())) {
      again = active.runId();
      server.err().println("The new run: " + client.pages().run(record.experimentId(), again));
      reproduction.run(
          prepared,
          Map.of(
              "MLFLOW_TRACKING_URI", server.clientOptions().server().toString(),
              "MLFLOW_EXPERIMENT_ID", record.experimentId(),
              // MLflow: the first run that a script starts goes on with this one.
              "MLFLOW_RUN_ID", again));
      active.finish();
    }
    return compare(record, client.recordOf(again), client);
  }

  private int compare(RunRecord before, RunRecord after, MillraceClient client) {
    List<MetricComparison.Line> lines = MetricComparison.compare(before, after, tolerance);
    Table table = Table.of("The run has no metrics.", "METRIC", "OLD", "NEW", "DIFFERENCE", "SAME");
    for (MetricComparison.Line line : lines) {
      table.row(
          line.key(), line.before(), line.after(), line.difference(), line.within() ? "yes" : "NO");
    }
    server.print(Map.of("run_id", after.runId(), "metrics", lines), table);
    boolean same = lines.stream().allMatch(MetricComparison.Line::within);
    PrintWriter err = server.err();
    if (lines.isEmpty()) {
      err.println("There are no metrics to compare.");
    } else {
      err.println(
          same
              ? "Every metric is within " + tolerance + " of what it was."
              : "Some metrics are not within " + tolerance + " of what they were.");
    }
    err.flush();
    return same ? ExitCode.DONE : ExitCode.DIFFERENT;
  }
}
