package dev.millrace.tracking.export;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One column of an export: {@code run_id}, {@code duration}, {@code metrics.loss}, {@code
 * min.metrics.loss}, {@code params.lr}, {@code dataset.name}, …
 */
record RunColumn(Kind kind, String key) {

  enum Kind {
    ATTRIBUTE(""),
    METRIC("metrics."),
    MIN("min.metrics."),
    MAX("max.metrics."),
    PARAM("params."),
    TAG("tags."),
    DATASET("dataset.");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final String DURATION = "duration";

  /** Of the datasets that a run read, in the order in which it read them. */
  private static final List<String> DATASET_KEYS = List.of("name", "digest", "context");

  static final List<String> ATTRIBUTES =
      List.of(
          "run_id",
          "run_name",
          "experiment_id",
          "user_id",
          "status",
          "start_time",
          "end_time",
          DURATION,
          "artifact_uri",
          "lifecycle_stage");

  /**
   * Reads a column's name.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it names none
   */
  static RunColumn of(String name) {
    for (Kind kind : Kind.values()) {
      String key = name.startsWith(kind.prefix) ? name.substring(kind.prefix.length()) : "";
      if (names(kind, key)) {
        return new RunColumn(kind, key);
      }
    }
    throw MlflowException.invalidParameter(
        "Invalid column "
            + Keys.quote(name)
            + ". A column is one of "
            + String.join(", ", ATTRIBUTES)
            + ", dataset.name, dataset.digest, dataset.context, or a key behind 'metrics.',"
            + " 'min.metrics.', 'max.metrics.', 'params.' or 'tags.'.");
  }

  private static boolean names(Kind kind, String key) {
    return switch (kind) {
      case ATTRIBUTE -> ATTRIBUTES.contains(key);
      case DATASET -> DATASET_KEYS.contains(key);
      default -> !key.isEmpty();
    };
  }

  /** Every attribute, what is told of datasets, and these keys in their order. */
  static List<RunColumn> all(
      Collection<String> metrics, Collection<String> params, Collection<String> tags) {
    List<RunColumn> columns = new ArrayList<>();
    ATTRIBUTES.forEach(key -> columns.add(new RunColumn(Kind.ATTRIBUTE, key)));
    DATASET_KEYS.forEach(key -> columns.add(new RunColumn(Kind.DATASET, key)));
    metrics.forEach(key -> columns.add(new RunColumn(Kind.METRIC, key)));
    params.forEach(key -> columns.add(new RunColumn(Kind.PARAM, key)));
    tags.forEach(key -> columns.add(new RunColumn(Kind.TAG, key)));
    return columns;
  }

  /** Whether it is a cell of the runs table that a search does not tell of. */
  boolean isCell() {
    return switch (kind) {
      case MIN, MAX, DATASET -> true;
      case ATTRIBUTE -> key.equals(DURATION);
      default -> false;
    };
  }

  /** A cell as a filter names it. */
  String cellField() {
    return switch (kind) {
      case MIN -> "metrics.`" + key + "`.min";
      case MAX -> "metrics.`" + key + "`.max";
      default -> name();
    };
  }

  String name() {
    return kind.prefix + key;
  }
}
