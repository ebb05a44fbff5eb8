package dev.millrace.batch;

import dev.millrace.core.batch.OnError;
import dev.millrace.core.batch.ScoringOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * How rows are scored and written, where it is told: options of every command line that scores
 * them, as picocli mixes them in.
 */
public final class RowChoices {

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
      description =
          "What the predictions are called; in CSV and Parquet NAME.OUTPUT for each output where"
              + " the model has several (default: prediction).")
  private @Nullable String predictionColumn;

  @Option(
      names = "--on-error",
      paramLabel = "fail|skip",
      description =
          "What a row does that cannot be scored: end the job, or go into the file of rejected rows"
              + " (default: fail).")
  private @Nullable OnError onError;

  /** Whether any of them is told. */
  public boolean isAnyGiven() {
    return columns != null || features != null || predictionColumn != null || onError != null;
  }

  /** What is told, in the place of what was. */
  public ScoringOptions over(ScoringOptions before) {
    return new ScoringOptions(
        columns == null ? before.columns() : named(columns),
        features == null ? before.features() : named(features),
        predictionColumn == null ? before.predictionColumn() : predictionColumn,
        onError == null ? before.onError() : onError);
  }

  /** {@code --columns=} names none, which is all. */
  private static List<String> named(List<String> columns) {
    return columns.stream().filter(column -> !column.isEmpty()).toList();
  }
}
