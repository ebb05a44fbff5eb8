package dev.millrace.batch;

import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.serving.VersionInput;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the rows is sent, and what is written.
 *
 * @param columns of the input that go into the output; null for all
 * @param features the columns that a tensor is made of, in its order; null for all
 * @param predictionColumn what the column of predictions is called
 */
public record Choice(
    @Nullable List<String> columns, @Nullable List<String> features, String predictionColumn)
    implements Serializable {

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

  /**
   * All that an output depends on, beside the version and the input.
   *
   * @param skipsBroken whether rows are left out that cannot be scored
   */
  public String fingerprint(FileFormat format, boolean skipsBroken) {
    return "%s, columns %s, features %s, predictions as '%s', broken rows are %s"
        .formatted(
            format,
            columns == null ? "all" : columns,
            features == null ? "all" : features,
            predictionColumn,
            skipsBroken ? "skipped" : "refused");
  }

  /**
   * Refuses a table that has not the columns that are asked for.
   *
   * @param present the columns that it has
   * @throws ScoringException which names the column
   */
  void requireColumns(Collection<String> present, VersionInput input) {
    for (VersionInput.Column column : input.columns()) {
      if (column.required() && !present.contains(column.name())) {
        throw ScoringException.noColumnForModel(column.name());
      }
    }
    Stream.of(columns, features)
        .flatMap(Stream::ofNullable)
        .flatMap(List::stream)
        .filter(column -> !present.contains(column))
        .findFirst()
        .ifPresent(
            column -> {
              throw ScoringException.noColumn(column);
            });
  }
}
