package dev.millrace.cli;

import dev.millrace.client.MillraceClient;
import dev.millrace.core.tracking.ExportRuns;
import dev.millrace.core.tracking.ViewType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    description = "Write all runs that a search finds as CSV or JSON lines.",
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace runs export iris --filter \"metrics.loss < 0.1\" --file runs.csv",
      "  millrace runs export iris wine --columns run_id,metrics.loss --format jsonl"
    })
final class ExportCommand implements Callable<Integer> {

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(arity = "1..*", paramLabel = "EXPERIMENT", description = "Their names.")
  private List<String> experiments = new ArrayList<>();

  @Option(
      names = "--filter",
      paramLabel = "FILTER",
      description = "Such as \"metrics.accuracy > 0.9\".")
  private @Nullable String filter;

  @Option(
      names = "--order-by",
      paramLabel = "KEY",
      description = "Such as \"metrics.accuracy DESC\"; may be repeated.")
  private @Nullable List<String> orderBy;

  @Option(
      names = "--columns",
      paramLabel = "COLUMN",
      split = ",",
      description = "Such as run_id,metrics.loss,params.lr,tags.team (default: all).")
  private @Nullable List<String> columns;

  @Option(names = "--format", paramLabel = "FORMAT", description = "csv or jsonl (default: csv).")
  private ExportRuns.Format format = ExportRuns.Format.CSV;

  @Option(
      names = "--view",
      paramLabel = "VIEW",
      description = "active_only, deleted_only or all (default: active_only).")
  private ViewType view = ViewType.ACTIVE_ONLY;

  @Option(
      names = "--exact",
      description = "Leave texts in CSV as they are that a spreadsheet would run as a formula.")
  private boolean exact;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "Write to a file, which appears when it is complete (default: print).")
  private @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    try (MillraceClient client = server.connect()) {
      List<String> ids =
          experiments.stream()
              .map(name -> client.experiments().byName(name).experimentId())
              .toList();
      ExportRuns request = new ExportRuns(ids, filter, view, orderBy, columns, format, exact);
      try (InputStream content = client.exportRuns(request)) {
        WholeFile.write(content, file, server.out());
      }
    }
    return ExitCode.DONE;
  }
}
