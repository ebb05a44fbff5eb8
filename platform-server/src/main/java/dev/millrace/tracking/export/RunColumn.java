package dev.millrace.tracking.export;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.validation.Keys;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * One column of an export: {@code run_id}, {@code metrics.loss}, {@code min.metrics.loss}, {@code
 * params.lr}, …
 */
record RunColumn(Kind kind, String key) {

  enum Kind {
    ATTRIBUTE(""),
    METRIC("metrics."),
    MIN("min.metrics."),
    MAX("max.metrics."),
    PARAM("params."),
    TAG("tags.");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  static final List<String> ATTRIBUTES =
      List.of(
          "run_id",
          "run_name",
          "experiment_id",
          "user_id",
          "status",
          "start_time",
          "end_time",
          "artifact_uri",
          "lifecycle_stage");

  /**
   * Reads a column's name.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it names none
   */
  static RunColumn of(String name) {
    for (Kind kind : Kind.values()) {
      if (kind != Kind.ATTRIBUTE
          && name.startsWith(kind.prefix)
          && name.length() > kind.prefix.length()) {
        return new RunColumn(kind, name.substring(kind.prefix.length()));
      }
    }
    if (ATTRIBUTES.contains(name)) {
      return new RunColumn(Kind.ATTRIBUTE, name);
    }
    throw MlflowException.invalidParameter(
        "Invalid column "
            + Keys.quote(name)
            + ". A column is one of "
            + String.join(", ", ATTRIBUTES)
            + ", or a key behind 'metrics.', 'min.metrics.', 'max.metrics.', 'params.' or 'tags.'.");
  }

  /** Every attribute, and these keys in their order. */
  static List<RunColumn> all(
      Collection<String> metrics, Collection<String> params, Collection<String> tags) {
    List<RunColumn> columns = new ArrayList<>();
    ATTRIBUTES.forEach(key -> columns.add(new RunColumn(Kind.ATTRIBUTE, key)));
    metrics.forEach(key -> columns.add(new RunColumn(Kind.METRIC, key)));
    params.forEach(key -> columns.add(new RunColumn(Kind.PARAM, key)));
    tags.forEach(key -> columns.add(new RunColumn(Kind.TAG, key)));
    return columns;
  }

  /** Whether it is a metric's least or greatest value, which a search does not tell. */
  boolean isExtreme() {
    return kind == Kind.MIN || kind == Kind.MAX;
  }

  /** An extreme as a filter names it. */
  String extremeField() {
    return "metrics.`" + key + "`" + (kind == Kind.MIN ? ".min" : ".max");
  }

  String name() {
    return kind.prefix + key;
  }
}
