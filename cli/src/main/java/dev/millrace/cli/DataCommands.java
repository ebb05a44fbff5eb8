package dev.millrace.cli;

import dev.millrace.client.Dataset;
import dev.millrace.client.DatasetCheck;
import dev.millrace.client.DatasetCheck.Outcome;
import dev.millrace.client.DatasetVerifier;
import dev.millrace.client.MalformedDataException;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.TableSummary;
import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.tracking.DatasetInput;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "data",
    description = "Hash data, check the data of a run, and report on it.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = "  millrace data hash train.csv",
    subcommands = {DataCommands.Hash.class, DataCommands.Verify.class, DataReportCommand.class})
final class DataCommands {

  @Command(
      name = "hash",
      description = {
        "Hash files. The content of a CSV file is hashed too, with the order of its rows and"
            + " without.",
        "With --profile it tells of every column of a CSV file what its values look like.",
        "Exits with 1 where a file cannot be read or is broken; the others are hashed."
      },
      mixinStandardHelpOptions = true,
      footer = {
        "  millrace data hash train.csv images.tar -o json",
        "  millrace data hash train.csv --profile"
      })
  static final class Hash implements Callable<Integer> {

    /** The least, three between, the greatest. */
    private static final int QUARTILES = 5;

    private record Hashed(
        String file,
        String digest,
        @Nullable String sha256,
        @Nullable String ordered,
        @Nullable String unordered,
        @Nullable Long rows,
        @Nullable List<ColumnProfile> columns) {}

    private record Hashes(List<Hashed> files) {}

    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files = new ArrayList<>();

    @Option(
        names = "--profile",
        description =
            "Tell of each column, too: type, values, missing and different ones; of numbers the"
                + " least, greatest, mean, standard deviation and quartiles.")
    private boolean profile;

    @Option(
        names = {"-o", "--output"},
        paramLabel = "FORMAT",
        description = "text or json (default: ${DEFAULT-VALUE}).")
    private ServerOptions.Output output = ServerOptions.Output.TEXT;

    @Override
    public Integer call() {
      List<Hashed> hashed = new ArrayList<>();
      for (Path file : files) {
        try {
          hashed.add(hash(file));
        } catch (MalformedDataException | UncheckedIOException e) {
          spec.commandLine().getErr().println("millrace: " + e.getMessage());
        }
      }
      PrintWriter out = spec.commandLine().getOut();
      ServerOptions.print(out, output, new Hashes(hashed), hashes(hashed));
      if (profile && output == ServerOptions.Output.TEXT) {
        for (Hashed each : hashed) {
          if (each.columns() != null) {
            out.println();
            out.println(each.file());
            out.print(profileOf(each.columns()).render());
          }
        }
        out.flush();
      }
      return hashed.size() == files.size() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static Table hashes(List<Hashed> hashed) {
      Table table = Table.ofDetails();
      for (Hashed each : hashed) {
        table.row(each.file(), "digest", each.digest()).row("", "sha256", each.sha256());
        if (each.rows() != null) {
          table.row("", "ordered", each.ordered());
          table.row("", "unordered", each.unordered());
          table.row("", "rows", each.rows());
        }
      }
      return table;
    }

    private static Table profileOf(List<ColumnProfile> columns) {
      Table table =
          Table.of(
              "The table has no columns.",
              "COLUMN",
              "TYPE",
              "VALUES",
              "MISSING",
              "DIFFERENT",
              "LEAST",
              "25 %",
              "50 %",
              "75 %",
              "GREATEST",
              "MEAN",
              "STDDEV");
      for (ColumnProfile column : columns) {
        List<Double> quartiles = column.quantiles();
        boolean numbers = !quartiles.isEmpty();
        table.row(
            column.name(),
            column.type() == null ? null : column.type().name().toLowerCase(Locale.ROOT),
            column.count(),
            column.nulls(),
            column.distinct(),
            column.min(),
            numbers ? quartiles.get(1) : null,
            numbers ? quartiles.get(2) : null,
            numbers ? quartiles.get(3) : null,
            column.max(),
            column.mean(),
            column.stddev());
      }
      return table;
    }

    private Hashed hash(Path file) {
      boolean csv = file.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
      Dataset dataset = csv ? Dataset.ofCsv(file) : Dataset.ofFile(file);
      TableSummary table = dataset.table();
      return new Hashed(
          file.toString(),
          dataset.digest(),
          dataset.sha256(),
          table == null ? null : table.orderedHash(),
          table == null ? null : table.unorderedHash(),
          table == null ? null : table.rows(),
          table == null || !profile
              ? null
              : table.profile().stream().map(column -> column.withQuantiles(QUARTILES)).toList());
    }
  }

  @Command(
      name = "verify",
      description = {
        "Hash the data of a run once more and say what changed.",
        "Exits with 5 where data changed or is missing, else with 8 where a source could not be"
            + " read. What cannot be checked is named and fails nothing."
      },
      mixinStandardHelpOptions = true,
      footer = "  millrace data verify --run RUN_ID --root /mnt/data")
  static final class Verify implements Callable<Integer> {

    private record Checks(String runId, List<DatasetCheck> datasets) {}

    @Mixin private ServerOptions server = new ServerOptions();

    @Option(names = "--run", required = true, paramLabel = "RUN_ID", description = "The run.")
    private String runId = "";

    @Option(
        names = "--root",
        paramLabel = "DIR",
        description = "Look below it for a file that is not where it was, by the end of its path.")
    private @Nullable Path root;

    @Option(
        names = "--fetch",
        description = "Read sources at URLs too: the record of the run says which.")
    private boolean fetch;

    @Override
    public Integer call() {
      List<DatasetInput> inputs;
      try (MillraceClient client = server.connect()) {
        inputs = client.getRun(runId).inputs().datasetInputs();
      }
      DatasetVerifier verifier = new DatasetVerifier(root, fetch);
      List<DatasetCheck> checks = inputs.stream().map(verifier::check).toList();
      Table table =
          Table.of(
              "The run has no datasets.", "DATASET", "OUTCOME", "RECORDED", "NOW", "SOURCE", "");
      for (DatasetCheck check : checks) {
        table.row(
            check.name(),
            check.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            check.digest(),
            check.foundDigest(),
            check.source(),
            check.detail());
      }
      server.print(new Checks(runId, checks), table);
      return exitCode(checks);
    }

    private static int exitCode(List<DatasetCheck> checks) {
      List<Outcome> outcomes = checks.stream().map(DatasetCheck::outcome).toList();
      if (outcomes.contains(Outcome.CHANGED) || outcomes.contains(Outcome.MISSING)) {
        return ExitCode.CONFLICT;
      }
      return outcomes.contains(Outcome.UNREACHABLE) ? ExitCode.UNREACHABLE : ExitCode.DONE;
    }
  }
}
