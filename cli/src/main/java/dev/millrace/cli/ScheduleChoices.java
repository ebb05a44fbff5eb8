package dev.millrace.cli;

import dev.millrace.batch.RowChoices;
import dev.millrace.core.batch.ScoringOptions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
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

  @Mixin private RowChoices rows = new RowChoices();

  /** What is told of the rows, in the place of what was; null where nothing is. */
  @Nullable ScoringOptions options(Supplier<ScoringOptions> before) {
    return rows.isAnyGiven() ? rows.over(before.get()) : null;
  }
}
