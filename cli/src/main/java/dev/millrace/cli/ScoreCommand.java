package dev.millrace.cli;

import dev.millrace.batch.BrokenInputException;
import dev.millrace.batch.Choice;
import dev.millrace.batch.FileFormat;
import dev.millrace.batch.RowChoices;
import dev.millrace.batch.ScoreJob;
import dev.millrace.batch.ScorePlan;
import dev.millrace.batch.ScoreState;
import dev.millrace.batch.ScoringException;
import dev.millrace.cli.score.Bucket;
import dev.millrace.cli.score.VersionModel;
import dev.millrace.client.Dataset;
import dev.millrace.client.MillraceClient;
import dev.millrace.client.ModelUri;
import dev.millrace.client.Progress;
import dev.millrace.client.ScoringRun;
import dev.millrace.core.batch.OnError;
import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.registry.ModelVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "score",
    description = {
      "Score a file of rows with a version of a model, which needs no endpoint.",
      "The output has the rows with their predictions, and its name once it is complete. A run that"
          + " was ended goes on where it was when the same command is given again. What was scored"
          + " is recorded as a run, for lineage."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "  millrace score -m models:/fraud@champion -i rows.csv -o scored.csv",
      "  millrace score -m models:/fraud/7 -i rows.jsonl -o scored.jsonl \\",
      "      --columns id --on-error skip"
    })
final class ScoreCommand implements Callable<Integer> {

  private static final int MOST_CHUNK_ROWS = 100_000;

  @Mixin private PlainOptions server = new PlainOptions();

  @Option(
      names = {"-m", "--model"},
      required = true,
      paramLabel = "URI",
      description = "models:/NAME@ALIAS, models:/NAME/VERSION or models:/NAME/latest.")
  private String uri = "";

  @Option(
      names = {"-i", "--input"},
      required = true,
      paramLabel = "FILE|s3://BUCKET/KEY",
      description =
          "Rows: CSV with a header, JSON Lines (.jsonl, .ndjson), both in UTF-8, or Parquet.")
  private String input = "";

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE|s3://BUCKET/KEY",
      description = "Where the rows with their predictions go, in the input's format.")
  private String output = "";

  @Mixin private RowChoices rows = new RowChoices();

  @Option(
      names = "--rejects",
      paramLabel = "FILE",
      description = "Where rejected rows go, with line and reason (default: OUTPUT.rejects.jsonl).")
  private @Nullable Path rejects;

  @Option(
      names = "--chunk-rows",
      paramLabel = "N",
      description = "Most rows of a request (default: ${DEFAULT-VALUE}).")
  private int chunkRows = 1000;

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long the version may take to be brought up (default: ${DEFAULT-VALUE}).")
  private int waitSeconds = 600;

  @Option(
      names = "--restart",
      description = "Begin anew: drop what an earlier run scored, and an output that is there.")
  private boolean restart;

  @Option(
      names = "--experiment",
      paramLabel = "NAME",
      description = "Where the run is recorded (default: ${DEFAULT-VALUE}).")
  private String experiment = "batch-scoring";

  @Option(names = "--no-run", description = "Record no run.")
  private boolean noRun;

  @Option(
      names = "--work-dir",
      paramLabel = "DIR",
      description =
          "Where copies of objects are while they are scored or not stored yet (default: the"
              + " directory that it is called in).")
  private Path workDir = Path.of("");

  @Override
  public Integer call() throws IOException {
    FileFormat format = format(input);
    if (format != format(output)) {
      throw new IllegalArgumentException(
          "The output has the input's format: give both the same ending, .csv, .jsonl or"
              + " .parquet.");
    }
    if (chunkRows < 1 || chunkRows > MOST_CHUNK_ROWS) {
      throw new IllegalArgumentException("--chunk-rows must be from 1 to " + MOST_CHUNK_ROWS + ".");
    }
    if (!Bucket.isObject(input) && !Files.isRegularFile(Path.of(input))) {
      throw new IllegalArgumentException("There is no file " + input + ".");
    }
    if (!Bucket.isObject(input) && !Bucket.isObject(output)) {
      score(null, Path.of(input), Path.of(output), format);
      return ExitCode.DONE;
    }
    try (Bucket bucket = new Bucket(System.getenv())) {
      scoreObjects(bucket, format);
    }
    return ExitCode.DONE;
  }

  /** By way of files in the work directory, where a run that was ended finds them again. */
  private void scoreObjects(Bucket bucket, FileFormat format) throws IOException {
    boolean toObject = Bucket.isObject(output);
    Path to = toObject ? workDir.resolve(Bucket.name(output)) : Path.of(output);
    boolean begun = Files.exists(ScorePlan.stateFileOf(to));
    if (toObject && !begun && !restart && bucket.tag(output) != null) {
      throw alreadyThere();
    }
    Path from = Path.of(input);
    if (Bucket.isObject(input)) {
      from = to.resolveSibling(to.getFileName() + ".input");
      bucket.fetch(input, from, Progress.onTerminal(Bucket.name(input)));
    }
    score(bucket, from, to, format);
    if (Bucket.isObject(input)) {
      Bucket.forget(from);
    }
  }

  private IllegalArgumentException alreadyThere() {
    return new IllegalArgumentException(
        output + " is there already; --restart scores the input once more and replaces it.");
  }

  private void score(@Nullable Bucket bucket, Path from, Path to, FileFormat format)
      throws IOException {
    boolean toObject = Bucket.isObject(output);
    if (Files.exists(to) && !restart) {
      if (toObject) {
        throw new IllegalArgumentException(
            to + " is there already: take it away, or name another --work-dir.");
      }
      throw alreadyThere();
    }
    try (MillraceClient client = server.connect()) {
      ModelVersion version = client.registry().version(ModelUri.parse(uri));
      ScorePlan plan = plan(version, from, to, format);
      if (restart) {
        plan.forget();
      }
      VersionModel model =
          new VersionModel(
              client.modelVersions(),
              version.name(),
              version.version(),
              Duration.ofSeconds(waitSeconds));
      ScoreJob job =
          new ScoreJob(
              plan, model, Progress.onTerminal(String.valueOf(from.getFileName()))::advanced);
      ScoreState state =
          job.run(
              model.input(),
              (done, whole) -> {
                if (bucket != null && toObject) {
                  bucket.store(whole, output);
                }
                record(client, version, plan, done, whole);
              });
      if (toObject) {
        Files.deleteIfExists(to);
      }
      server.out().println(summary(plan, state));
      server.out().flush();
    } catch (BrokenInputException e) {
      throw new ScoringException(e.getMessage() + " Leave such rows out with --on-error skip.");
    }
  }

  private ScorePlan plan(ModelVersion version, Path from, Path to, FileFormat format) {
    ScoringOptions options = rows.over(ScoringOptions.NONE);
    return new ScorePlan(
        version.name(),
        version.version(),
        from,
        input,
        format,
        to,
        rejects == null ? to.resolveSibling(to.getFileName() + ".rejects.jsonl") : rejects,
        options.onError() == OnError.SKIP,
        chunkRows,
        Choice.of(options));
  }

  private static FileFormat format(String place) {
    return FileFormat.ofName(place).orElse(FileFormat.CSV);
  }

  /** The run that read the input and the model, and made the output. */
  private void record(
      MillraceClient client, ModelVersion version, ScorePlan plan, ScoreState state, Path whole) {
    if (noRun) {
      return;
    }
    new ScoringRun(
            version,
            dataset(plan.input(), input, plan.format()),
            dataset(whole, output, plan.format()),
            plan.fingerprint(),
            state.rows(),
            state.rejected())
        .logTo(client, experiment);
  }

  /** What is in a file, as the place has it that it came from or goes to. */
  private static Dataset dataset(Path file, String place, FileFormat format) {
    Dataset read = format == FileFormat.CSV ? Dataset.ofCsv(file) : Dataset.ofFile(file);
    boolean object = Bucket.isObject(place);
    return new Dataset(
        object ? Bucket.name(place) : String.valueOf(Path.of(place).getFileName()),
        read.sha256(),
        object ? "s3" : "local",
        object ? place : Path.of(place).toAbsolutePath().normalize().toUri().toString(),
        read.table());
  }

  private String summary(ScorePlan plan, ScoreState state) {
    String scored =
        "Scored %,d rows with version %s of '%s' into %s."
            .formatted(state.rows(), state.version(), state.model(), output);
    return state.rejected() == 0
        ? scored
        : scored + " %,d were rejected into %s.".formatted(state.rejected(), plan.rejects());
  }
}
