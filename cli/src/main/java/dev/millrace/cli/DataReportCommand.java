package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.data.DataReport;
import java.io.PrintWriter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    description = {
      "Say which rows the training and the evaluation data of a run share, and how their columns"
          + " differ."
    },
    mixinStandardHelpOptions = true,
    footer = "  millrace data report --run RUN_ID --limit 10")
final class DataReportCommand implements Runnable {

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--run", required = true, paramLabel = "RUN_ID", description = "The run.")
  private String runId = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show so many columns, those that differ most (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  public void run() {
    try (MillraceClient client = server.connect()) {
      DataReport report = client.dataReport(runId);
      if (server.isJson()) {
        server.print(report, Table.ofDetails());
        return;
      }
      PrintWriter out = server.out();
      out.print(inputs(report).render());
      out.println();
      out.print(overlaps(report).render());
      out.println();
      out.print(drifts(report).render());
      out.flush();
    }
  }

  private static Table inputs(DataReport report) {
    Table table =
        Table.of(
            "The run has no datasets.", "DATASET", "DIGEST", "CONTEXT", "ROWS", "DISTINCT", "");
    for (DataReport.Input input : report.inputs()) {
      table.row(
          input.name(),
          input.digest(),
          input.context(),
          input.rows(),
          input.distinctRows(),
          input.missing());
    }
    return table;
  }

  private static Table overlaps(DataReport report) {
    Table table =
        Table.of(
            "There is no pair of training and evaluation data to compare.",
            "TRAINING",
            "EVALUATION",
            "SHARED ROWS",
            "BETWEEN",
            "OF EVALUATION",
            "LEVEL",
            "");
    for (DataReport.Overlap overlap : report.overlaps()) {
      boolean compared = overlap.sharedRows() != null;
      table.row(
          overlap.training(),
          overlap.evaluation() + " (" + overlap.evaluationContext() + ")",
          overlap.sharedRows(),
          compared ? overlap.atLeast() + " and " + overlap.atMost() : null,
          compared && overlap.evaluationShare() != null
              ? String.format(Locale.ROOT, "%.1f %%", overlap.evaluationShare() * 100)
              : null,
          overlap.level() == null ? null : overlap.level().name().toLowerCase(Locale.ROOT),
          overlap.reason());
    }
    return table;
  }

  private Table drifts(DataReport report) {
    Table table =
        Table.of(
            "No column can be compared.",
            "COLUMN",
            "TRAINING",
            "EVALUATION",
            "KS",
            "PSI",
            "MEAN SHIFT",
            "NULLS",
            "LEVEL");
    for (DataReport.Drift drift : report.drifts().stream().limit(limit).toList()) {
      table.row(
          drift.column(),
          drift.training(),
          drift.evaluation(),
          drift.ks(),
          drift.psi(),
          drift.meanShift(),
          drift.nullShareChange(),
          drift.level().name().toLowerCase(Locale.ROOT));
    }
    return table;
  }
}
