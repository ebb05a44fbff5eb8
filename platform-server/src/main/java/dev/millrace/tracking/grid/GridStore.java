package dev.millrace.tracking.grid;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.tracking.GroupRuns;
import dev.millrace.core.tracking.RunValues;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.search.SqlText;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads chosen values of runs; it keeps nothing of its own. */
@Singleton
class GridStore extends JdbcStore {

  private static final String RUN_KEYS = "(SELECT run_key FROM runs WHERE run_id = ANY (?))";

  GridStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A row for each of these runs that there is, in their order. */
  List<RunValues.Row> values(List<String> runIds, List<Field> fields) {
    String[] ids = runIds.toArray(String[]::new);
    Map<Long, RowValues> byKey = new HashMap<>();
    Map<String, RowValues> byId = new HashMap<>();
    query(
        """
        SELECT run_key, run_id, run_name, user_id, status, artifact_uri, start_time, end_time,
               end_time::numeric - start_time AS duration
        FROM runs WHERE run_id = ANY (?)
        """,
        row -> {
          RowValues values = new RowValues();
          for (Field field : of(EntityType.ATTRIBUTE, fields)) {
            values.put(EntityType.ATTRIBUTE, field.key(), row.getObject(field.key()));
          }
          byKey.put(row.getLong("run_key"), values);
          byId.put(row.getString("run_id"), values);
          return values;
        },
        (Object) ids);
    List<Question> questions = questions(ids, fields, byKey);
    if (!questions.isEmpty()) {
      queryTogether(questions);
    }
    List<RunValues.Row> found = new ArrayList<>();
    for (String id : runIds) {
      RowValues values = byId.get(id);
      if (values != null) {
        found.add(new RunValues.Row(id, values.inOrder(fields)));
      }
    }
    return found;
  }

  /** Those of the tables that something is asked of. */
  private static List<Question> questions(
      String[] ids, List<Field> fields, Map<Long, RowValues> rows) {
    List<Question> questions = new ArrayList<>();
    if (!of(EntityType.METRIC, fields).isEmpty()) {
      questions.add(metrics(ids, fields, rows));
    }
    if (!of(EntityType.PARAMETER, fields).isEmpty()) {
      questions.add(texts("run_params", EntityType.PARAMETER, ids, fields, rows));
    }
    if (!of(EntityType.TAG, fields).isEmpty()) {
      questions.add(texts("run_tags", EntityType.TAG, ids, fields, rows));
    }
    if (!of(EntityType.DATASET, fields).isEmpty()) {
      questions.add(datasets(ids, fields, rows));
    }
    return questions;
  }

  private static Question metrics(String[] ids, List<Field> fields, Map<Long, RowValues> rows) {
    return new Question(
        """
        SELECT run_key, key, last_value, min_value, max_value, first_value, point_count
        FROM metric_series
        WHERE run_key IN %s AND key = ANY (?)
          AND model_id IS NULL AND dataset_name IS NULL AND dataset_digest IS NULL
        """
            .formatted(RUN_KEYS),
        row -> {
          RowValues values = rows.get(row.getLong(1));
          if (values != null) {
            values.metrics.put(row.getString(2), Series.read(row));
          }
        },
        ids,
        metricKeys(fields));
  }

  private static Question texts(
      String table, EntityType type, String[] ids, List<Field> fields, Map<Long, RowValues> rows) {
    return new Question(
        "SELECT run_key, key, value FROM "
            + table
            + " WHERE run_key IN "
            + RUN_KEYS
            + " AND key = ANY (?)",
        row -> {
          RowValues values = rows.get(row.getLong(1));
          if (values != null) {
            values.put(type, row.getString(2), row.getString(3));
          }
        },
        ids,
        of(type, fields).stream().map(Field::key).toArray(String[]::new));
  }

  /**
   * Of several datasets of a run the values stand in the order in which it read them: a context at
   * the place of its dataset, empty for one without.
   */
  private static Question datasets(String[] ids, List<Field> fields, Map<Long, RowValues> rows) {
    return new Question(
        """
        SELECT i.run_key, string_agg(d.name, ', ' ORDER BY i.position) AS name,
               string_agg(d.digest, ', ' ORDER BY i.position) AS digest,
               CASE WHEN count(t.value) > 0
                    THEN string_agg(coalesce(t.value, ''), ', ' ORDER BY i.position)
               END AS context
        FROM run_datasets i JOIN datasets d USING (dataset_id)
        LEFT JOIN run_dataset_tags t
          ON t.run_key = i.run_key AND t.dataset_id = i.dataset_id
             AND t.key = 'mlflow.data.context'
        WHERE i.run_key IN %s
        GROUP BY i.run_key
        """
            .formatted(RUN_KEYS),
        row -> {
          RowValues values = rows.get(row.getLong(1));
          if (values != null) {
            for (Field field : of(EntityType.DATASET, fields)) {
              values.put(EntityType.DATASET, field.key(), row.getObject(field.key()));
            }
          }
        },
        (Object) ids);
  }

  private static String[] metricKeys(List<Field> fields) {
    return of(EntityType.METRIC, fields).stream()
        .flatMap(
            field ->
                field.unlessKeyExists()
                    ? Stream.of(field.key(), field.wholeKey())
                    : Stream.of(field.key()))
        .toArray(String[]::new);
  }

  private static List<Field> of(EntityType type, List<Field> fields) {
    return fields.stream().filter(field -> field.type() == type).toList();
  }

  /** How many runs there are. */
  long count(SqlText matching) {
    SqlText sql = new SqlText().add("SELECT count(*) ").add(matching);
    return queryPlanned(sql.text(), row -> row.getLong(1), sql.args()).get(0);
  }

  /** The largest groups with what their runs have; within a transaction. */
  GroupRuns.Response groups(SqlText matching, List<Field> by, List<Field> summed, int most) {
    // An aggregate over all runs: compiling it takes longer than running it.
    query("SELECT set_config('jit', 'off', true)", row -> true);
    GroupQuery groups = new GroupQuery(matching, by, summed);
    SqlText sizes = groups.sizes(most + 1);
    List<GroupRuns.Group> found =
        queryPlanned(
            sizes.text(),
            row ->
                new GroupRuns.Group(groups.values(row), row.getLong("runs"), groups.noSummaries()),
            sizes.args());
    boolean complete = found.size() <= most;
    List<GroupRuns.Group> shown = complete ? found : found.subList(0, most);
    if (!shown.isEmpty()) {
      sumUp(groups, shown, complete);
    }
    return new GroupRuns.Response(shown, complete);
  }

  /** Puts the summaries of groups into them. */
  private void sumUp(GroupQuery groups, List<GroupRuns.Group> shown, boolean all) {
    Map<List<@Nullable Object>, List<GroupRuns.Summary>> summaries = new HashMap<>();
    shown.forEach(group -> summaries.put(group.values(), group.columns()));
    for (SqlText summary : groups.summaries(all ? null : List.copyOf(summaries.keySet()))) {
      queryPlanned(
          summary.text(),
          row -> {
            List<GroupRuns.Summary> columns = summaries.get(groups.values(row));
            if (columns != null) {
              columns.set(row.getInt("place"), GroupQuery.summary(row));
            }
            return true;
          },
          summary.args());
    }
  }

  /** The five values of a metric, in the order of {@link Aggregate}. */
  private record Series(@Nullable Object[] values) {

    static Series read(ResultSet row) throws SQLException {
      return new Series(
          new @Nullable Object[] {
            row.getObject("last_value"),
            row.getObject("min_value"),
            row.getObject("max_value"),
            row.getObject("first_value"),
            row.getObject("point_count")
          });
    }

    @Nullable Object value(Aggregate aggregate) {
      return values[aggregate.ordinal()];
    }
  }

  /** What one run has of what is asked for. */
  private static final class RowValues {

    private final Map<String, Series> metrics = new HashMap<>();
    private final Map<EntityType, Map<String, @Nullable Object>> others = new HashMap<>();

    void put(EntityType type, String key, @Nullable Object value) {
      others.computeIfAbsent(type, any -> new HashMap<>()).put(key, value);
    }

    List<@Nullable Object> inOrder(List<Field> fields) {
      List<@Nullable Object> values = new ArrayList<>(fields.size());
      fields.forEach(field -> values.add(value(field)));
      return values;
    }

    private @Nullable Object value(Field field) {
      if (field.type() != EntityType.METRIC) {
        return others.getOrDefault(field.type(), Map.of()).get(field.key());
      }
      Series whole = field.unlessKeyExists() ? metrics.get(field.wholeKey()) : null;
      if (whole != null) {
        return whole.value(Aggregate.LAST);
      }
      Series series = metrics.get(field.key());
      return series == null ? null : series.value(field.aggregate());
    }
  }
}
