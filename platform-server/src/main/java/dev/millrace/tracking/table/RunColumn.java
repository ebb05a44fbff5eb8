package dev.millrace.tracking.table;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;

/**
 * One value of every run that has it.
 *
 * @param aggregate which value of a metric; LAST for everything else
 */
record RunColumn(EntityType type, String key, Aggregate aggregate) {

  static RunColumn of(Field field) {
    return new RunColumn(field.type(), field.key(), field.aggregate());
  }

  /** The metric whose key ends like the field's aggregate. */
  static RunColumn ofWholeKey(Field field) {
    return new RunColumn(field.type(), field.wholeKey(), Aggregate.LAST);
  }

  boolean isNumber() {
    return type == EntityType.METRIC;
  }

  /** Selects a run's key and its value; takes what {@link #args} names, then the condition's. */
  String sql(String condition) {
    return switch (type) {
      case METRIC ->
          """
          SELECT r.run_key, s.%s::double precision
          FROM runs r JOIN metric_series s
            ON s.run_key = r.run_key AND s.key = ? AND s.model_id IS NULL
               AND s.dataset_name IS NULL AND s.dataset_digest IS NULL
          WHERE r.%s"""
              .formatted(summary(), condition);
      case PARAMETER -> texts("run_params", condition);
      case TAG -> texts("run_tags", condition);
      default -> "SELECT r.run_key, r." + key + " FROM runs r WHERE r." + condition;
    };
  }

  /** The arguments of the column itself. */
  Object[] args() {
    return type == EntityType.ATTRIBUTE ? new Object[0] : new Object[] {key};
  }

  private String summary() {
    return switch (aggregate) {
      case LAST -> "last_value";
      case MIN -> "min_value";
      case MAX -> "max_value";
      case FIRST -> "first_value";
      case COUNT -> "point_count";
    };
  }

  private static String texts(String table, String condition) {
    return "SELECT r.run_key, t.value FROM runs r JOIN "
        + table
        + " t ON t.run_key = r.run_key AND t.key = ? WHERE r."
        + condition;
  }
}
