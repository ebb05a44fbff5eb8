package dev.millrace.cli;

import dev.millrace.core.batch.OnError;
import dev.millrace.core.batch.ScoringOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a schedule does when, where it is told. */
final class ScheduleChoices {

  @Option(
      names = {"-i", "--input"},
      paramLabel = "URI",
      description =
          "Rows, runs:/RUN_ID/PATH or mlflow-artifacts:/PATH: .csv, .jsonl, .ndjson or .parquet."
              + " {date} is the day of a job, {time} its moment in UTC.")
  @Nullable String input;

  @Option(
      names = "--into",
      paramLabel = "URI",
      description = "Where the rows with their predictions go, likewise, in the input's format.")
  @Nullable String into;

  @Option(
      names = "--cron",
      paramLabel = "EXPRESSION",
      description = "Minute, hour, day of the month, month, day of the week: \"30 2 * * 1-5\".")
  @Nullable String cron;

  @Option(
      names = "--time-zone",
      paramLabel = "ZONE",
      description = "What the expression is meant in, such as Europe/Berlin (default: UTC).")
  @Nullable String timeZone;

  @Option(names = "--owner", paramLabel = "WHO", description = "Who answers for it.")
  @Nullable String owner;

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  @Nullable String description;

  @Option(
      names = "--columns",
      split = ",",
      paramLabel = "NAME",
      description = "Columns of the input that the output keeps (default: all).")
  private @Nullable List<String> columns;

  @Option(
      names = "--features",
      split = ",",
      paramLabel = "NAME",
      description =
          "For a model that takes a tensor: the columns it is made of, in order (default: all).")
  private @Nullable List<String> features;

  @Option(
      names = "--prediction-column",
      paramLabel = "NAME",
      description = "What the predictions are called (default: prediction).")
  private @Nullable String predictionColumn;

  @Option(
      names = "--on-error",
      paramLabel = "fail|skip",
      description =
          "What a row does that cannot be scored: end the job, or go into INTO.rejects.jsonl"
              + " (default: fail).")
  private @Nullable OnError onError;

  /** Null where none of them is given. */
  @Nullable ScoringOptions options() {
    if (columns == null && features == null && predictionColumn == null && onError == null) {
      return null;
    }
    return new ScoringOptions(
        columns == null ? List.of() : columns,
        features == null ? List.of() : features,
        predictionColumn,
        onError);
  }
}
