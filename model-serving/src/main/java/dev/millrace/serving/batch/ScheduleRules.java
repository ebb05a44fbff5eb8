package dev.millrace.serving.batch;

import dev.millrace.batch.FileFormat;
import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.endpoint.EndpointRules;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the fields of a schedule may hold. */
final class ScheduleRules {

  private static final int LONGEST_PLACE = 1_500;
  private static final int LONGEST_COLUMN = 500;
  private static final int MOST_COLUMNS = 10_000;

  private ScheduleRules() {}

  static String name(@Nullable String given) {
    String name = Require.text(given, "name");
    if (!EndpointRules.isName(name)) {
      throw MlflowException.invalidParameter(
          "A schedule's name begins with a letter or digit and has at most 100 letters, digits,"
              + " dots, underscores and hyphens.");
    }
    return name;
  }

  /** The name of a file of the server, with placeholders. */
  static String place(@Nullable String given, String field) {
    String place = Require.text(given, field);
    if (place.length() > LONGEST_PLACE || place.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' is longer than %d characters, or holds a NUL."
              .formatted(field, LONGEST_PLACE));
    }
    if (!PlaceTemplate.isKnown(place)) {
      throw MlflowException.invalidParameter(
          "Parameter '" + field + "' may have {date} and {time} between braces, and nothing else.");
    }
    format(place, field);
    return place;
  }

  static void requireFit(String input, String output) {
    if (format(input, "input") != format(output, "output")) {
      throw MlflowException.invalidParameter(
          "The output has the input's format: give both the same ending.");
    }
  }

  static FileFormat format(String place, String field) {
    return FileFormat.ofName(place)
        .orElseThrow(
            () ->
                MlflowException.invalidParameter(
                    "Parameter '" + field + "' must end with .csv, .jsonl, .ndjson or .parquet."));
  }

  static ScoringOptions options(@Nullable ScoringOptions given) {
    ScoringOptions options = given == null ? ScoringOptions.NONE : given;
    columns(options.columns(), "options.columns");
    if (options.columns().stream().distinct().count() < options.columns().size()) {
      throw MlflowException.invalidParameter("Parameter 'options.columns' names a column twice.");
    }
    columns(options.features(), "options.features");
    Stream.ofNullable(options.predictionColumn())
        .forEach(column -> column(column, "options.prediction_column"));
    return options;
  }

  private static void columns(List<String> columns, String field) {
    if (columns.size() > MOST_COLUMNS) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' has more than %d names.".formatted(field, MOST_COLUMNS));
    }
    columns.forEach(column -> column(column, field));
  }

  private static void column(String column, String field) {
    if (column.isBlank() || column.length() > LONGEST_COLUMN || column.indexOf('\0') >= 0) {
      throw MlflowException.invalidParameter(
          "Parameter '%s' has names of columns, of 1 to %d characters without NUL."
              .formatted(field, LONGEST_COLUMN));
    }
  }
}
