package dev.millrace.tracking.grid;

import dev.millrace.core.search.Aggregate;
import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.tracking.GroupRuns;
import dev.millrace.tracking.search.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The SQL that sums up groups of the runs that a search finds. */
final class GroupQuery {

  private static final GroupRuns.Summary NONE = new GroupRuns.Summary(0, null, null, null);

  private static final String SUMMARY =
      "count(x) AS present, avg(x) AS mean, min(x) AS least, max(x) AS greatest";

  private static final String AS_BYTES = "COLLATE \"C\"";

  private final SqlText keyed;
  private final List<Field> by;
  private final List<Field> summed;
  private final String names;

  /**
   * Begins the query.
   *
   * @param matching {@code FROM runs r … WHERE …}
   */
  GroupQuery(SqlText matching, List<Field> by, List<Field> summed) {
    this.by = by;
    this.summed = summed;
    this.names = each("g%d");
    this.keyed =
        new SqlText()
            .add("WITH matching AS MATERIALIZED (SELECT r.run_key ")
            .add(matching)
            .add("), keyed AS MATERIALIZED (SELECT r.run_key, r.start_time, r.end_time");
    SqlText joins = new SqlText();
    for (int i = 0; i < by.size(); i++) {
      Field field = by.get(i);
      if (field.type() == EntityType.ATTRIBUTE) {
        // The name is one of the schema's.
        keyed.add(", nullif(r." + field.key() + ", '') AS g" + i);
      } else {
        String table = field.type() == EntityType.TAG ? "run_tags" : "run_params";
        keyed.add(", t" + i + ".value AS g" + i);
        joins.add(
            " LEFT JOIN %1$s t%2$d ON t%2$d.run_key = r.run_key AND t%2$d.key = ?"
                .formatted(table, i),
            field.key());
      }
    }
    keyed.add(" FROM matching JOIN runs r USING (run_key)").add(joins).add(")");
  }

  /** The groups by size. */
  SqlText sizes(int limit) {
    return new SqlText()
        .add(keyed)
        .add(" SELECT " + names + ", count(*) AS runs FROM keyed GROUP BY " + names)
        .add(" ORDER BY runs DESC, " + names + " LIMIT " + limit);
  }

  /**
   * What each group has of each column, told by its {@code place}.
   *
   * @param only the values of the groups that are asked for; null for all
   */
  List<SqlText> summaries(@Nullable List<List<@Nullable Object>> only) {
    SqlText shown = shown(only);
    List<SqlText> queries = new ArrayList<>();
    List<Integer> metrics =
        IntStream.range(0, summed.size())
            .filter(i -> summed.get(i).type() == EntityType.METRIC)
            .boxed()
            .toList();
    if (!metrics.isEmpty()) {
      queries.add(ofMetrics(shown, metrics));
    }
    int duration =
        IntStream.range(0, summed.size()).filter(i -> !metrics.contains(i)).findAny().orElse(-1);
    if (duration >= 0) {
      queries.add(
          new SqlText()
              .add(shown)
              .add(" SELECT " + names + ", " + duration + " AS place, " + SUMMARY)
              .add(" FROM (SELECT *, (end_time - start_time)::double precision AS x FROM shown)")
              .add(" AS k GROUP BY " + names));
    }
    return queries;
  }

  /** The runs of the groups. */
  private SqlText shown(@Nullable List<List<@Nullable Object>> only) {
    SqlText shown = new SqlText().add(keyed).add(", shown AS (SELECT keyed.* FROM keyed");
    if (only != null) {
      // Lists are equal where both have no value; texts are neither equal then nor different.
      shown.add(
          " JOIN unnest(%s) AS a (%s) ON ARRAY[%s] = ARRAY[%s]"
              .formatted(each("?"), each("a%d"), each("a%d " + AS_BYTES), each("g%d " + AS_BYTES)),
          IntStream.range(0, by.size())
              .mapToObj(i -> only.stream().map(values -> values.get(i)).toArray(String[]::new))
              .toArray());
    }
    return shown.add(")");
  }

  /** Something of each of the values that groups have. */
  private String each(String format) {
    return IntStream.range(0, by.size())
        .mapToObj(i -> format.formatted(i))
        .collect(Collectors.joining(", "));
  }

  private SqlText ofMetrics(SqlText shown, List<Integer> places) {
    List<Asked> asked = places.stream().flatMap(place -> asked(place, summed.get(place))).toList();
    return new SqlText()
        .add(shown)
        .add(" SELECT " + names + ", place, " + SUMMARY)
        .add(
            """
             FROM (
              SELECT shown.*, c.place, nullif(CASE c.aggregate
                  WHEN 'min' THEN s.min_value WHEN 'max' THEN s.max_value
                  WHEN 'first' THEN s.first_value WHEN 'count' THEN s.point_count
                  ELSE s.last_value END, 'NaN') AS x
              FROM shown JOIN metric_series s USING (run_key)
              JOIN unnest(?::bigint[], ?, ?, ?) AS c (place, key, aggregate, unless)
                ON c.key = s.key
              WHERE s.key = ANY (?)
                AND s.model_id IS NULL AND s.dataset_name IS NULL AND s.dataset_digest IS NULL
                AND (c.unless IS NULL OR NOT EXISTS (
                  SELECT FROM metric_series w
                  WHERE w.run_key = s.run_key AND w.key = c.unless AND w.model_id IS NULL
                    AND w.dataset_name IS NULL AND w.dataset_digest IS NULL))
            ) AS k GROUP BY\s""",
            asked.stream().map(Asked::place).toArray(Long[]::new),
            asked.stream().map(Asked::key).toArray(String[]::new),
            asked.stream().map(each -> each.aggregate().word()).toArray(String[]::new),
            asked.stream().map(Asked::unless).toArray(String[]::new),
            asked.stream().map(Asked::key).distinct().toArray(String[]::new))
        .add(names + ", place");
  }

  /**
   * A metric that a column is made of.
   *
   * @param unless the run has a metric of this key; null for always
   */
  private record Asked(long place, String key, Aggregate aggregate, @Nullable String unless) {}

  /** As the search reads a field that may be either. */
  private static Stream<Asked> asked(int place, Field field) {
    if (!field.unlessKeyExists()) {
      return Stream.of(new Asked(place, field.key(), field.aggregate(), null));
    }
    return Stream.of(
        new Asked(place, field.wholeKey(), Aggregate.LAST, null),
        new Asked(place, field.key(), field.aggregate(), field.wholeKey()));
  }

  /** What the runs of a group share. */
  List<@Nullable Object> values(ResultSet row) throws SQLException {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < by.size(); i++) {
      values.add(row.getString("g" + i));
    }
    return values;
  }

  /** The summaries of a group whose runs have nothing, to be replaced. */
  List<GroupRuns.Summary> noSummaries() {
    return new ArrayList<>(Collections.nCopies(summed.size(), NONE));
  }

  static GroupRuns.Summary summary(ResultSet row) throws SQLException {
    long count = row.getLong("present");
    return count == 0
        ? NONE
        : new GroupRuns.Summary(
            count, row.getDouble("mean"), row.getDouble("least"), row.getDouble("greatest"));
  }
}
