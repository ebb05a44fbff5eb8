package dev.millrace.tracking.run;

import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.SearchSchema;
import dev.millrace.core.search.Value;
import dev.millrace.tracking.search.SearchColumns;
import dev.millrace.tracking.search.SortKey;
import dev.millrace.tracking.search.SqlText;
import java.util.List;

/** What a search for runs can name, and where it is found. */
final class RunSearch implements SearchColumns {

  static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("run_id")
          .text("run_name", "run name", "Run name", "Run Name")
          .text("user_id")
          .text("status")
          .text("artifact_uri")
          .number("start_time", "created", "Created")
          .number("end_time")
          .entity(EntityType.METRIC)
          .entity(EntityType.PARAMETER)
          .entity(EntityType.TAG)
          .filterOnly(EntityType.DATASET)
          .build();

  static final RunSearch SQL = new RunSearch();

  /** The run's own series, which sums up every context of a metric. */
  private static final String OF_RUN =
      " AND %1$s.model_id IS NULL AND %1$s.dataset_name IS NULL AND %1$s.dataset_digest IS NULL";

  private RunSearch() {}

  @Override
  public void condition(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    Operator operator = comparison.operator();
    Value value = comparison.value();
    switch (field.type()) {
      case ATTRIBUTE -> sql.compare("r." + field.key(), operator, value);
      case METRIC -> metric(field.key(), operator, value, sql);
      case PARAMETER -> text("run_params", field.key(), operator, value, sql);
      case TAG -> text("run_tags", field.key(), operator, value, sql);
      case DATASET -> dataset(field.key(), operator, value, sql);
    }
  }

  // MLflow: NaN is unequal to everything and neither greater nor less; PostgreSQL sorts it
  // greatest.
  private static void metric(String key, Operator operator, Value value, SqlText sql) {
    sql.add(
            "EXISTS (SELECT FROM metric_series s WHERE s.run_key = r.run_key AND s.key = ?"
                + OF_RUN.formatted("s")
                + " AND ",
            key)
        .compare("s.last_value", operator, value);
    if (operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL) {
      sql.add(" AND s.last_value <> 'NaN'");
    }
    sql.add(")");
  }

  // MLflow: a run without the key is neither equal nor unequal to anything.
  private static void text(String table, String key, Operator operator, Value value, SqlText sql) {
    sql.add(operator == Operator.IS_NULL ? "NOT " : "")
        .add("EXISTS (SELECT FROM " + table + " t WHERE t.run_key = r.run_key AND t.key = ?", key);
    if (!(value instanceof Value.None)) {
      sql.add(" AND ").compare("t.value", operator, value);
    }
    sql.add(")");
  }

  private static void dataset(String key, Operator operator, Value value, SqlText sql) {
    if (key.equals("context")) {
      sql.add(
              """
              EXISTS (SELECT FROM run_dataset_tags t
                      WHERE t.run_key = r.run_key AND t.key = 'mlflow.data.context' AND\s""")
          .compare("t.value", operator, value);
    } else {
      sql.add(
              """
              EXISTS (SELECT FROM run_datasets i JOIN datasets d USING (dataset_id)
                      WHERE i.run_key = r.run_key AND\s""")
          .compare("d." + key, operator, value);
    }
    sql.add(")");
  }

  /** Present values first, then NaN, then what is absent: in both directions. */
  @Override
  public List<SortKey> sortKeys(OrderBy orderBy, String alias, SqlText joins) {
    Field field = orderBy.field();
    boolean ascending = orderBy.ascending();
    return switch (field.type()) {
      case METRIC -> {
        joins.add(
            "\nLEFT JOIN metric_series %1$s ON %1$s.run_key = r.run_key AND %1$s.key = ?"
                    .formatted(alias)
                + OF_RUN.formatted(alias),
            field.key());
        String value = alias + ".last_value";
        yield List.of(
            new SortKey(
                "CASE WHEN %1$s IS NULL THEN 2 WHEN %1$s = 'NaN' THEN 1 ELSE 0 END"
                    .formatted(value),
                Long.class,
                true),
            new SortKey(
                "coalesce(nullif(%s, 'NaN'), 0)".formatted(value), Double.class, ascending));
      }
      case PARAMETER, TAG -> {
        joins.add(
            "\nLEFT JOIN %2$s %1$s ON %1$s.run_key = r.run_key AND %1$s.key = ?"
                .formatted(alias, field.type() == EntityType.TAG ? "run_tags" : "run_params"),
            field.key());
        yield List.of(
            new SortKey("(%s.value IS NULL)::int".formatted(alias), Long.class, true),
            new SortKey("coalesce(%s.value, '')".formatted(alias), String.class, ascending));
      }
      default ->
          field.key().equals("end_time")
              ? List.of(
                  new SortKey("(r.end_time IS NULL)::int", Long.class, true),
                  new SortKey("coalesce(r.end_time, 0)", Long.class, ascending))
              : List.of(
                  new SortKey(
                      "r." + field.key(), field.numeric() ? Long.class : String.class, ascending));
    };
  }

  @Override
  public List<SortKey> tieBreakers(List<Field> sorted) {
    SortKey runId = new SortKey("r.run_id", String.class, true);
    return sorted.stream().anyMatch(f -> f.key().equals("start_time"))
        ? List.of(runId)
        : List.of(new SortKey("r.start_time", Long.class, false), runId);
  }
}
