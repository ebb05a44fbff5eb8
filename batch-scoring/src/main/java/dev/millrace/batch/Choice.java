package dev.millrace.batch;

import dev.millrace.core.batch.ScoringOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the rows is sent, and what is written.
 *
 * @param columns of the input that go into the output; null for all
 * @param features the columns that a tensor is made of, in its order; null for all
 * @param predictionColumn what the column of predictions is called
 */
public record Choice(
    @Nullable List<String> columns, @Nullable List<String> features, String predictionColumn) {

  private static final String PREDICTION = "prediction";

  /**
   * Refuses what a file of rows cannot be, before any of them is scored.
   *
   * @throws ScoringException where a column is named twice
   */
  public Choice {
    columns = columns == null ? null : List.copyOf(columns);
    features = features == null ? null : List.copyOf(features);
    if (columns != null) {
      requireOnce(columns);
    }
  }

  private static void requireOnce(List<String> columns) {
    Set<String> named = new HashSet<>();
    for (String column : columns) {
      if (!named.add(column)) {
        throw new ScoringException("Column '" + column + "' is named twice for the output.");
      }
    }
  }

  /** As the options say. */
  public static Choice of(ScoringOptions options) {
    return new Choice(
        allWhereEmpty(options.columns()),
        allWhereEmpty(options.features()),
        Objects.requireNonNullElse(options.predictionColumn(), PREDICTION));
  }

  private static @Nullable List<String> allWhereEmpty(List<String> columns) {
    return columns.isEmpty() ? null : columns;
  }
}
