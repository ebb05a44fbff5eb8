package dev.millrace.spark;

import dev.millrace.batch.Choice;
import dev.millrace.batch.FileFormat;
import dev.millrace.batch.RowChoices;
import dev.millrace.batch.ScoringException;
import dev.millrace.client.ClientOptions;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelUri;
import dev.millrace.core.batch.OnError;
import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.file.FileTrees;
import dev.millrace.core.registry.ModelVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is submitted to Spark. Its options are those of {@code millrace score}. */
@Command(
    name = "spark-submit millrace-spark.jar",
    description = {
      "Score a table with a version of a model, on Spark.",
      "The output has the rows with their predictions, and appears when it is complete. What was"
          + " scored is recorded as a run, for lineage."
    },
    mixinStandardHelpOptions = true)
public final class ScoreOnSpark implements Callable<Integer> {

  private static final int MOST_CHUNK_ROWS = 100_000;

  @Option(
      names = {"--tracking-uri", "--server"},
      paramLabel = "URL",
      description =
          "The server (default: MILLRACE_URL, MLFLOW_TRACKING_URI, "
              + ClientOptions.DEFAULT_SERVER
              + "). The driver alone asks it.")
  private @Nullable String server;

  @Option(
      names = "--retry-for",
      paramLabel = "SECONDS",
      description = "How long to retry a server that is away or busy (default: ${DEFAULT-VALUE}).")
  private int retryForSeconds = 60;

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "URI",
      description =
          "models:/NAME@ALIAS, models:/NAME/VERSION or models:/NAME/latest, looked up once.")
  private String uri = "";

  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "PATH",
      description =
          "Rows, wherever Spark reads from: CSV with a header, JSON Lines (.jsonl, .ndjson) or"
              + " Parquet; a file, a folder or a pattern.")
  private String input = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "PATH",
      description = "The folder of the rows with their predictions, in the input's format.")
  private String output = "";

  @Option(
      names = "--format",
      paramLabel = "csv|jsonl|parquet",
      description = "The format, where no ending of the input or the output tells it.")
  private @Nullable String format;

  @Mixin private RowChoices choices = new RowChoices();

  @Option(
      names = "--rejects",
      paramLabel = "PATH",
      description =
          "The folder of rejected rows, with partition, row and reason (default:"
              + " OUTPUT.rejects.jsonl).")
  private @Nullable String rejects;

  @Option(
      names = "--chunk-rows",
      paramLabel = "N",
      description = "Most rows that the model is asked at once (default: ${DEFAULT-VALUE}).")
  private int chunkRows = 1000;

  @Option(
      names = "--single-lines",
      description =
          "No value of the CSV has an end of line in it: files are split, and not read by one task"
              + " each.")
  private boolean singleLines;

  @Option(names = "--restart", description = "Replace an output that is there.")
  private boolean restart;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Where the run is recorded (default: ${DEFAULT-VALUE}).")
  private String experiment = "batch-scoring";

  @Option(
      names = "--no-run",
      description = "Record no run: the input and the output are then not read for their hashes.")
  private boolean noRun;

  /** Runs the job; a process that fails ends with 1, and with 2 where it is called wrongly. */
  public static void main(String[] arguments) {
    int code =
        new CommandLine(new ScoreOnSpark())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line.getErr()))
            .execute(arguments);
    if (code != 0) {
      System.exit(code);
    }
  }

  /** Says what an executor said, where it was one that failed. */
  private static int failed(Exception failure, PrintWriter err) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MlflowException answered) {
        err.println(answered.text());
        return 1;
      }
      if (cause instanceof ScoringException
          || cause instanceof IllegalArgumentException
          || cause instanceof AnalysisException) {
        err.println(cause.getMessage());
        return cause == failure && cause instanceof IllegalArgumentException ? 2 : 1;
      }
    }
    failure.printStackTrace(err);
    return 1;
  }

  @Override
  public Integer call() throws IOException {
    FileFormat rows = format();
    if (chunkRows < 1 || chunkRows > MOST_CHUNK_ROWS) {
      throw new IllegalArgumentException("--chunk-rows must be from 1 to " + MOST_CHUNK_ROWS + ".");
    }
    ScoringOptions options = choices.over(ScoringOptions.NONE);
    String into = output.replaceFirst("/+$", "");
    SparkScoring.Job job =
        new SparkScoring.Job(
            input,
            into,
            rejects == null ? into + ".rejects.jsonl" : rejects,
            rows,
            singleLines,
            Choice.of(options),
            options.onError() == OnError.SKIP,
            chunkRows,
            restart,
            noRun ? null : experiment);
    try (MillraceClient client = MillraceClient.connect(clientOptions())) {
      ModelVersion version = client.registry().version(ModelUri.parse(uri));
      SparkScoring.Counts counts = score(client, version, job);
      System.out.println(
          "Scored %,d rows with version %s of '%s' into %s."
                  .formatted(counts.rows(), version.version(), version.name(), into)
              + (counts.rejected() == 0
                  ? ""
                  : " %,d were rejected into %s.".formatted(counts.rejected(), job.rejects())));
    }
    return 0;
  }

  private static SparkScoring.Counts score(
      MillraceClient client, ModelVersion version, SparkScoring.Job job) throws IOException {
    Path folder = Files.createTempDirectory("millrace-spark-");
    try (SparkSession spark =
        SparkSession.builder()
            .appName("millrace score " + version.name() + "/" + version.version())
            // Names of columns are what they are.
            .config("spark.sql.caseSensitive", true)
            .config("spark.sql.datetime.java8API.enabled", true)
            // Not 96 bits, which few others read.
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .getOrCreate()) {
      return new SparkScoring(spark, client, version, job).run(folder);
    } finally {
      FileTrees.delete(folder);
    }
  }

  private ClientOptions clientOptions() {
    ClientOptions options = ClientOptions.fromEnvironment();
    return (server == null ? options : options.withServer(server))
        .withRetryFor(Duration.ofSeconds(retryForSeconds));
  }

  private FileFormat format() {
    if (format != null) {
      return FileFormat.ofName("." + format.toLowerCase(Locale.ROOT))
          .orElseThrow(() -> new IllegalArgumentException("--format is csv, jsonl or parquet."));
    }
    FileFormat read = FileFormat.ofName(input.replaceFirst("/+$", "")).orElse(null);
    FileFormat written = FileFormat.ofName(output.replaceFirst("/+$", "")).orElse(null);
    if (read != null && written != null && read != written) {
      throw new IllegalArgumentException(
          "The output has the input's format: give both the same ending, .csv, .jsonl or"
              + " .parquet.");
    }
    FileFormat known = read == null ? written : read;
    if (known == null) {
      throw new IllegalArgumentException(
          "No ending of the input or the output tells the format: say it with --format.");
    }
    return known;
  }
}
