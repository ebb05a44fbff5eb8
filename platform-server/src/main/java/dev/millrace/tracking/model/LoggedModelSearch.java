package dev.millrace.tracking.model;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.SearchSchema;
import dev.millrace.core.search.ValueType;
import dev.millrace.core.tracking.SearchLoggedModels;
import dev.millrace.tracking.search.KeyedTexts;
import dev.millrace.tracking.search.SearchColumns;
import dev.millrace.tracking.search.SortKey;
import dev.millrace.tracking.search.SqlText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search for logged models can name, and where it is found.
 *
 * @param datasets a metric counts only where it was measured on one of these; none: on any
 * @param orderDatasets for each order key the dataset whose metric it sorts by
 */
record LoggedModelSearch(
    List<SearchLoggedModels.Dataset> datasets, List<SearchLoggedModels.Dataset> orderDatasets)
    implements SearchColumns {

  static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("name")
          .text("model_id")
          .text("model_type")
          .text("status")
          .text("status_message")
          .text("source_run_id")
          .text("lifecycle_stage")
          .text("artifact_uri", "artifact_location")
          .attribute(ValueType.ID, "experiment_id")
          .time("creation_timestamp_ms", "creation_timestamp", "creation_time")
          .time("last_updated_timestamp_ms", "last_updated_timestamp")
          .entity(EntityType.METRIC)
          .filterOnly(EntityType.PARAMETER)
          .filterOnly(EntityType.TAG)
          .wording(
              "Invalid entity type: '%s'. Expected one of ['attributes', 'metrics', 'params',"
                  + " 'tags'].",
              "Invalid order by field name: %s. Only metrics are supported.")
          // MLflow: quotes are cut off a value where there are any.
          .withBareValues()
          .build();

  private static final KeyedTexts PARAMS =
      new KeyedTexts("logged_model_params", "t.model_key = m.model_key");
  private static final KeyedTexts TAGS =
      new KeyedTexts("logged_model_tags", "t.model_key = m.model_key");

  private static final String OF_MODEL =
      "EXISTS (SELECT FROM metric_series s WHERE s.model_id = m.model_id";

  @Override
  public void condition(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    switch (field.type()) {
      case METRIC -> metric(comparison, sql);
      case PARAMETER -> PARAMS.condition(comparison, sql);
      case TAG -> TAGS.condition(comparison, sql);
      default -> attribute(comparison, sql);
    }
  }

  @Override
  public void word(String text, SqlText sql) {
    sql.add("(" + KeyedTexts.contains("m.name"), text)
        .add(" OR " + KeyedTexts.contains("m.model_id") + " OR ", text);
    TAGS.word(text, sql);
    sql.add(")");
  }

  private static void attribute(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    Operator operator = comparison.operator();
    if (field.valueType() == ValueType.ID) {
      sql.compareId("m." + field.key(), operator, comparison.value());
    } else {
      sql.add(operator.asksForPresence() ? "" : "m." + field.key() + " IS NOT NULL AND ")
          .compare("m." + field.key(), operator, comparison.value());
    }
  }

  private void metric(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    sql.add(comparison.operator() == Operator.IS_NULL ? "NOT (" : "(");
    if (!field.unlessKeyExists()) {
      boolean anyPoint = field.aggregate() == Aggregate.LAST;
      sql.add(series(field.key(), anyPoint ? ofAnyPoint(comparison) : of(comparison)));
    } else {
      // The model's metric of the whole key counts, if it has one.
      sql.add("CASE WHEN ")
          .add(series(field.wholeKey(), new SqlText().add("true")))
          .add(" THEN ")
          .add(series(field.wholeKey(), ofAnyPoint(comparison)))
          .add(" ELSE ")
          .add(series(field.key(), of(comparison)))
          .add(" END");
    }
    sql.add(")");
  }

  /** Whether the model has a series of this key that the condition is true of. */
  private SqlText series(String key, SqlText condition) {
    return new SqlText()
        .add(OF_MODEL + " AND s.key = ? AND ", key)
        .add(condition)
        .add(anyDataset())
        .add(")");
  }

  // MLflow: a model has a metric's value if any of the metric's points has it.
  private static SqlText ofAnyPoint(Filter.Comparison comparison) {
    SqlText sql = new SqlText();
    Operator operator = comparison.operator();
    return switch (operator) {
      case IS_NULL, IS_NOT_NULL -> sql.add("true");
      case GREATER, GREATER_OR_EQUAL -> sql.compare("s.max_value", operator, comparison.value());
      case LESS, LESS_OR_EQUAL -> sql.compare("s.min_value", operator, comparison.value());
      default ->
          sql.add("EXISTS (SELECT FROM metric_points p WHERE p.series_id = s.series_id AND ")
              .compareDouble("p.value", operator, comparison.value())
              .add(")");
    };
  }

  private static SqlText of(Filter.Comparison comparison) {
    String value = value("s", comparison.field().aggregate());
    Operator operator = comparison.operator();
    return operator.asksForPresence()
        ? new SqlText().add(value + " IS NOT NULL")
        : new SqlText().compareDouble(value, operator, comparison.value());
  }

  private static String value(String series, Aggregate aggregate) {
    return series
        + switch (aggregate) {
          case LAST -> ".last_value";
          case MIN -> ".min_value";
          case MAX -> ".max_value";
          case FIRST -> ".first_value";
          case COUNT -> ".point_count::double precision";
        };
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
  public List<SortKey> sortKeys(OrderBy orderBy, int place, SqlText joins) {
    Field field = orderBy.field();
    if (field.type() != EntityType.METRIC) {
      return attributeKeys(field, orderBy.ascending());
    }
    String latest = "s" + place;
    latest(latest, field.aggregate(), field.key(), place, joins);
    String value = latest + ".value";
    if (field.unlessKeyExists()) {
      String whole = "w" + place;
      latest(whole, Aggregate.LAST, field.wholeKey(), place, joins);
      value = "coalesce(" + whole + ".value, " + value + ")";
    }
    return SortKey.ofDouble(value, orderBy.ascending());
  }

  /** The value of the series that was written to last. */
  private void latest(String alias, Aggregate aggregate, String key, int place, SqlText joins) {
    joins
        .add(
            """

            LEFT JOIN LATERAL (
              SELECT %s AS value FROM metric_series s
              WHERE s.model_id = m.model_id AND s.key = ?\
            """
                .formatted(value("s", aggregate)),
            key)
        .add(onDataset(place < orderDatasets.size() ? orderDatasets.get(place) : null))
        .add(
            """

              ORDER BY s.last_timestamp DESC, s.last_step DESC, s.series_id LIMIT 1
            ) AS %s ON true\
            """
                .formatted(alias));
  }

  private static List<SortKey> attributeKeys(Field field, boolean ascending) {
    String column = "m." + field.key();
    if (field.valueType() != ValueType.TEXT) {
      return List.of(new SortKey(column, Long.class, ascending));
    }
    return List.of(
        new SortKey("(" + column + " IS NULL)::int", Long.class, true),
        new SortKey("coalesce(" + column + ", '')", String.class, ascending));
  }

  /** Newest first; keys are handed out in the order of creation, whatever the clock says. */
  @Override
  public List<SortKey> tieBreakers(List<Field> sorted) {
    return List.of(new SortKey("m.model_key", Long.class, false));
  }
}
