package dev.millrace.tracking.run;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.OrderBy;
import dev.millrace.core.search.SearchSchema;
import dev.millrace.core.search.ValueType;
import dev.millrace.core.tracking.SearchRuns;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.search.KeyedTexts;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchColumns;
import dev.millrace.tracking.search.SearchRequest;
import dev.millrace.tracking.search.SortKey;
import dev.millrace.tracking.search.SqlText;
import java.util.Arrays;
import java.util.List;

/** What a search for runs can name, and where it is found. */
public final class RunSearch implements SearchColumns {

  public static final SearchSchema SCHEMA =
      SearchSchema.builder()
          .text("run_id")
          .text("run_name", "run name", "Run name", "Run Name")
          .text("user_id")
          .text("status")
          .text("artifact_uri")
          .time("start_time", "created", "Created")
          .time("end_time")
          .attribute(ValueType.DURATION, "duration")
          .entity(EntityType.METRIC)
          .entity(EntityType.PARAMETER)
          .entity(EntityType.TAG)
          .filterOnly(EntityType.DATASET)
          .build();

  private static final RunSearch SQL = new RunSearch();
  private static final KeyedTexts PARAMS = new KeyedTexts("run_params", "t.run_key = r.run_key");
  private static final KeyedTexts TAGS = new KeyedTexts("run_tags", "t.run_key = r.run_key");

  /** In doubles, since the difference of two longs may be none. */
  private static final String DURATION =
      "(r.end_time::double precision - r.start_time::double precision)";

  /** The run's own series of a key, which sums up every context of the metric. */
  private static final String OF_RUN =
      "metric_series %1$s ON %1$s.run_key = r.run_key AND %1$s.key = ? AND %1$s.model_id IS NULL"
          + " AND %1$s.dataset_name IS NULL AND %1$s.dataset_digest IS NULL";

  private RunSearch() {}

  /** The query for one page of the runs of these experiments. */
  static KeysetQuery query(String columns, Long[] experimentIds, SearchRequest request) {
    KeysetQuery query = new KeysetQuery(columns, "runs r", SQL, request);
    Long[] ids = Arrays.stream(experimentIds).distinct().toArray(Long[]::new);
    if (isByStart(request) && (ids.length > 1 || request.pageToken() != null)) {
      query
          .fromEach("unnest(?::bigint[]) AS each (experiment_id)", (Object) ids)
          .where("r.experiment_id = each.experiment_id");
    } else if (ids.length == 1) {
      // An equality lets the index on the default order stop at the page's end.
      query.where("r.experiment_id = ?", ids[0]);
    } else {
      query.where("r.experiment_id = ANY (?)", (Object) ids);
    }
    return query.where("r.lifecycle_stage = ANY (?)", (Object) request.stages());
  }

  /** From where the runs that a search finds are taken, as {@code r}; its order is not asked. */
  public static SqlText matching(SearchRuns request) {
    Long[] experimentIds =
        Require.listOrEmpty(request.experimentIds()).stream()
            .map(ExperimentService::parseId)
            .toArray(Long[]::new);
    return query(
            "r.run_key",
            experimentIds,
            SearchRequest.of(SCHEMA, request.filter(), null, request.runViewType(), 1, null))
        .matching();
  }

  @Override
  public void condition(Filter.Comparison comparison, SqlText sql) {
    switch (comparison.field().type()) {
      case ATTRIBUTE -> attribute(comparison, sql);
      case METRIC -> metric(comparison, sql);
      case PARAMETER -> PARAMS.condition(comparison, sql);
      case TAG -> TAGS.condition(comparison, sql);
      case DATASET -> dataset(comparison, sql);
    }
  }

  @Override
  public void word(String text, SqlText sql) {
    sql.add("(" + KeyedTexts.contains("r.run_name"), text)
        .add(" OR " + KeyedTexts.contains("r.run_id") + " OR ", text);
    TAGS.word(text, sql);
    sql.add(")");
  }

  private static void attribute(Filter.Comparison comparison, SqlText sql) {
    String column = column(comparison.field());
    boolean nullable = mayBeAbsent(comparison.field());
    sql.add(
            nullable && !comparison.operator().asksForPresence()
                ? "r.end_time IS NOT NULL AND "
                : "")
        .compare(column, comparison.operator(), comparison.value());
  }

  // MLflow: a run without the metric is neither equal nor unequal to anything.
  private static void metric(Filter.Comparison comparison, SqlText sql) {
    Field field = comparison.field();
    boolean absent = comparison.operator() == Operator.IS_NULL;
    sql.add(absent ? "NOT coalesce(" : "coalesce(");
    if (field.unlessKeyExists()) {
      metric(comparison, Aggregate.LAST, field.wholeKey(), sql);
      sql.add(", ");
    }
    metric(comparison, field.aggregate(), field.key(), sql);
    sql.add(", false)");
  }

  private static void metric(
      Filter.Comparison comparison, Aggregate aggregate, String key, SqlText sql) {
    String value = column("s", aggregate);
    sql.add("(SELECT ");
    if (comparison.operator().asksForPresence()) {
      sql.add(value + " IS NOT NULL");
    } else {
      sql.compareDouble(value, comparison.operator(), comparison.value());
    }
    sql.add(" FROM " + OF_RUN.formatted("s").replace(" ON ", " WHERE ") + ")", key);
  }

  private static void dataset(Filter.Comparison comparison, SqlText sql) {
    Operator operator = comparison.operator();
    boolean context = comparison.field().key().equals("context");
    String column = context ? "t.value" : "d." + comparison.field().key();
    sql.add(operator == Operator.IS_NULL ? "NOT " : "")
        .add(
            context
                ? """
                EXISTS (SELECT FROM run_dataset_tags t
                        WHERE t.run_key = r.run_key AND t.key = 'mlflow.data.context' AND\s"""
                : """
                EXISTS (SELECT FROM run_datasets i JOIN datasets d USING (dataset_id)
                        WHERE i.run_key = r.run_key AND\s""")
        .compare(
            column,
            operator == Operator.IS_NULL ? Operator.IS_NOT_NULL : operator,
            comparison.value())
        .add(")");
  }

  /** Present values first, then NaN, then what is absent: in both directions. */
  @Override
  public List<SortKey> sortKeys(OrderBy orderBy, int place, SqlText joins) {
    Field field = orderBy.field();
    return switch (field.type()) {
      case METRIC -> metricKeys(orderBy, place, joins);
      case PARAMETER -> PARAMS.sortKeys(orderBy, place, joins);
      case TAG -> TAGS.sortKeys(orderBy, place, joins);
      default -> attributeKeys(field, orderBy.ascending());
    };
  }

  private static List<SortKey> metricKeys(OrderBy orderBy, int place, SqlText joins) {
    Field field = orderBy.field();
    String alias = "s" + place;
    String value = column(alias, field.aggregate()) + "::double precision";
    joins.add("\nLEFT JOIN " + OF_RUN.formatted(alias), field.key());
    if (field.unlessKeyExists()) {
      String whole = "w" + place;
      joins.add("\nLEFT JOIN " + OF_RUN.formatted(whole), field.wholeKey());
      value = "coalesce(" + column(whole, Aggregate.LAST) + ", " + value + ")";
    }
    return SortKey.ofDouble(value, orderBy.ascending());
  }

  private static List<SortKey> attributeKeys(Field field, boolean ascending) {
    Class<?> type =
        switch (field.valueType()) {
          case DURATION -> Double.class;
          case TIME -> Long.class;
          default -> String.class;
        };
    String column = column(field);
    return mayBeAbsent(field)
        ? List.of(
            new SortKey("(r.end_time IS NULL)::int", Long.class, true),
            new SortKey("coalesce(" + column + ", 0)", type, ascending))
        : List.of(new SortKey(column, type, ascending));
  }

  @Override
  public List<SortKey> tieBreakers(List<Field> sorted) {
    SortKey runId = new SortKey("r.run_id", String.class, true);
    return sorted.stream().anyMatch(field -> field.isAttribute("start_time"))
        ? List.of(runId)
        : List.of(new SortKey("r.start_time", Long.class, false), runId);
  }

  private static String column(String series, Aggregate aggregate) {
    return series
        + switch (aggregate) {
          case LAST -> ".last_value";
          case MIN -> ".min_value";
          case MAX -> ".max_value";
          case FIRST -> ".first_value";
          case COUNT -> ".point_count::double precision";
        };
  }

  private static String column(Field attribute) {
    return attribute.valueType() == ValueType.DURATION ? DURATION : "r." + attribute.key();
  }

  /** A run that has not ended has neither an end nor a duration. */
  private static boolean mayBeAbsent(Field attribute) {
    return attribute.valueType() == ValueType.DURATION || attribute.key().equals("end_time");
  }

  /** Whether an index has the order, so that a page is found by walking it. */
  static boolean isByStart(SearchRequest request) {
    return request.sortsByNothingBut("start_time");
  }
}
