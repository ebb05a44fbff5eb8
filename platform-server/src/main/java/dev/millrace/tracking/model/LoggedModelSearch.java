package dev.millrace.tracking.model;

import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.SearchSchema;
import dev.millrace.core.search.Value;
import dev.millrace.core.tracking.SearchLoggedModels;
import dev.millrace.tracking.search.SearchColumns;
import dev.millrace.tracking.search.SortKey;
import dev.millrace.tracking.search.SqlText;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a search for logged models can name, and where it is found.
 *
 * @param datasets a metric counts only where it was measured on one of these; none: on any
 * @param orderDatasets the dataset whose metric an order key sorts by
 */
record LoggedModelSearch(
    List<SearchLoggedModels.Dataset> datasets, Map<Field, SearchLoggedModels.Dataset> orderDatasets)
    implements SearchColumns {

  static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("name")
          .text("model_id")
          .text("model_type")
          .text("status")
          .text("source_run_id")
          .text("experiment_id")
          .text("artifact_location")
          .number("creation_timestamp_ms", "creation_timestamp", "creation_time")
          .number("last_updated_timestamp_ms", "last_updated_timestamp")
          .entity(EntityType.METRIC)
          .filterOnly(EntityType.PARAMETER)
          .filterOnly(EntityType.TAG)
          .build();

  private static final String OF_MODEL =
      "EXISTS (SELECT FROM metric_series s WHERE s.model_id = m.model_id";

  @Override
  public void condition(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    Operator operator = comparison.operator();
    Value value = comparison.value();
    switch (field.type()) {
      case METRIC -> {
        sql.add(OF_MODEL + " AND s.key = ? AND ", field.key())
            .compare("s.last_value", operator, value);
        if (operator == Operator.GREATER || operator == Operator.GREATER_OR_EQUAL) {
          sql.add(" AND s.last_value <> 'NaN'");
        }
        sql.add(anyDataset()).add(")");
      }
      case PARAMETER -> text("logged_model_params", field.key(), operator, value, sql);
      case TAG -> text("logged_model_tags", field.key(), operator, value, sql);
      default -> sql.compare(column(field), operator, value);
    }
  }

  private static void text(String table, String key, Operator operator, Value value, SqlText sql) {
    sql.add(operator == Operator.IS_NULL ? "NOT " : "")
        .add(
            "EXISTS (SELECT FROM " + table + " t WHERE t.model_key = m.model_key AND t.key = ?",
            key);
    if (!(value instanceof Value.None)) {
      sql.add(" AND ").compare("t.value", operator, value);
    }
    sql.add(")");
  }

  /** The condition that a model has a metric on one of the datasets; true where none is named. */
  SqlText measuredOnDatasets() {
    SqlText sql = new SqlText();
    return datasets.isEmpty() ? sql.add("true") : sql.add(OF_MODEL).add(anyDataset()).add(")");
  }

  private SqlText anyDataset() {
    SqlText sql = new SqlText();
    for (int i = 0; i < datasets.size(); i++) {
      sql.add(i == 0 ? " AND (" : " OR ").add("(true").add(onDataset(datasets.get(i))).add(")");
    }
    return sql.add(datasets.isEmpty() ? "" : ")");
  }

  private static SqlText onDataset(SearchLoggedModels.@Nullable Dataset dataset) {
    SqlText sql = new SqlText();
    if (dataset != null && present(dataset.datasetName())) {
      sql.add(" AND s.dataset_name = ?", dataset.datasetName());
    }
    if (dataset != null && present(dataset.datasetDigest())) {
      sql.add(" AND s.dataset_digest = ?", dataset.datasetDigest());
    }
    return sql;
  }

  private static boolean present(@Nullable String text) {
    return text != null && !text.isEmpty();
  }

  @Override
  public List<SortKey> sortKeys(OrderBy orderBy, String alias, SqlText joins) {
    Field field = orderBy.field();
    if (field.type() != EntityType.METRIC) {
      return List.of(
          new SortKey(
              column(field), field.numeric() ? Long.class : String.class, orderBy.ascending()));
    }
    joins
        .add(
            """

            LEFT JOIN LATERAL (
              SELECT s.last_value FROM metric_series s
              WHERE s.model_id = m.model_id AND s.key = ?\
            """,
            field.key())
        .add(onDataset(orderDatasets.get(field)))
        .add(
            """

              ORDER BY s.last_timestamp DESC, s.last_step DESC, s.series_id LIMIT 1
            ) AS %s ON true\
            """
                .formatted(alias));
    String value = alias + ".last_value";
    return List.of(
        new SortKey(
            "CASE WHEN %1$s IS NULL THEN 2 WHEN %1$s = 'NaN' THEN 1 ELSE 0 END".formatted(value),
            Long.class,
            true),
        new SortKey(
            "coalesce(nullif(%s, 'NaN'), 0)".formatted(value), Double.class, orderBy.ascending()));
  }

  private static String column(Field field) {
    String column = "m." + field.key();
    return switch (field.key()) {
      case "model_type", "source_run_id" -> "coalesce(" + column + ", '')";
      case "experiment_id" -> column + "::text";
      case "artifact_location" -> "m.artifact_uri";
      default -> column;
    };
  }

  /** Newest first; keys are handed out in the order of creation, whatever the clock says. */
  @Override
  public List<SortKey> tieBreakers(List<Field> sorted) {
    return List.of(new SortKey("m.model_key", Long.class, false));
  }
}
