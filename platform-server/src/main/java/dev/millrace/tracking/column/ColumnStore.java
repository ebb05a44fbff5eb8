package dev.millrace.tracking.column;

import dev.millrace.core.tracking.Column;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sums up what runs have under each key, from the rows of the runs themselves: nothing is kept up
 * to date for it when something is logged.
 *
 * <p>A page of n columns reads the first n keys of every run behind the last page's end, by the
 * index of their primary key: whoever has one of the first n keys of all has it among its own first
 * n. So a page costs the same in an experiment with a hundred keys and with ten thousand.
 */
@Singleton
class ColumnStore extends JdbcStore {

  /** Most runs that are looked at; of more the latest started are. */
  static final int MAX_RUNS = 20_000;

  /** So many of the runs, the latest started, tell how many values a metric has. */
  private static final int RUNS_COMPARED = 1_000;

  // Short enough to be read as a number by PostgreSQL, whatever its exponent.
  private static final String IS_NUMBER =
      """
      octet_length(value) <= 100
        AND value COLLATE "C" ~ '^[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9][0-9]?[0-9]?)?$'
      """;

  private static final String LOOKED_AT =
      """
      SELECT run_key, row_number() OVER (ORDER BY start_time DESC, run_id) AS place FROM runs
      WHERE experiment_id = ? AND lifecycle_stage = ANY (?)
      ORDER BY start_time DESC, run_id LIMIT ?
      """;

  private static final String KEY_RANGE =
      """
      key > ? AND key >= ? AND key < ?
        AND (? = '' OR key IN (SELECT key FROM matching))
      ORDER BY key LIMIT ?
      """;

  private static final String METRICS_OF_RUN =
      """
      SELECT key, last_value FROM metric_series AS s
      WHERE s.run_key = r.run_key
        AND model_id IS NULL AND dataset_name IS NULL AND dataset_digest IS NULL AND
      """
          + KEY_RANGE;

  private static final String TEXTS_OF_RUN =
      "SELECT key, value FROM %s AS s WHERE s.run_key = r.run_key AND " + KEY_RANGE;

  ColumnStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * The runs that are looked at.
   *
   * @param complete whether the experiment has no others
   */
  record Runs(long experimentId, String[] stages, int count, boolean complete) {}

  /**
   * The keys that are asked for.
   *
   * @param after only keys behind this one
   * @param prefix only keys that begin so
   * @param contains only keys that hold this, in any case
   */
  record Keys(String after, String prefix, String contains, int limit) {

    private String end() {
      return prefix + Character.toString(Character.MAX_CODE_POINT);
    }

    private boolean match(String key) {
      return key.compareTo(after) > 0
          && key.startsWith(prefix)
          && key.toLowerCase(Locale.ROOT).contains(contains.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * Counts the runs to look at, up to the most there may be; the transaction is to read columns.
   */
  Runs lookAt(long experimentId, String[] stages) {
    // A big aggregate: compiling it takes longer than running it, and it should stay in memory.
    query(
        "SELECT set_config('jit', 'off', true), set_config('work_mem', '64MB', true)", row -> true);
    int count =
        first(
                """
                SELECT count(*) FROM (
                  SELECT FROM runs WHERE experiment_id = ? AND lifecycle_stage = ANY (?) LIMIT ?
                ) AS r
                """,
                row -> row.getInt(1),
                experimentId,
                stages,
                MAX_RUNS + 1)
            .orElse(0);
    return new Runs(experimentId, stages, Math.min(count, MAX_RUNS), count <= MAX_RUNS);
  }

  /** The columns of one kind, by key; none where no run has any. */
  List<Column> columns(Column.Kind kind, Runs runs, Keys keys) {
    return switch (kind) {
      case ATTRIBUTE -> attributes(runs, keys);
      case METRIC -> metrics(runs, keys);
      case PARAM -> texts("run_params", kind, runs, keys);
      case TAG -> texts("run_tags", kind, runs, keys);
    };
  }

  private List<Column> attributes(Runs runs, Keys keys) {
    return query(
            """
            WITH looked_at AS (%s)
            SELECT key, number, count(coalesce(text, value::text)),
                   count(DISTINCT coalesce(text, value::text)),
                   min(value), max(value), min(text COLLATE "C"), max(text COLLATE "C")
            FROM looked_at
            JOIN runs AS r USING (run_key)
            CROSS JOIN LATERAL (VALUES
              ('artifact_uri', false, r.artifact_uri, NULL::bigint),
              ('end_time', true, NULL, r.end_time),
              ('run_id', false, r.run_id, NULL),
              ('run_name', false, r.run_name, NULL),
              ('start_time', true, NULL, r.start_time),
              ('status', false, r.status, NULL),
              ('user_id', false, nullif(r.user_id, ''), NULL)
            ) AS attribute (key, number, text, value)
            GROUP BY key, number
            HAVING count(coalesce(text, value::text)) > 0
            ORDER BY key
            """
                .formatted(LOOKED_AT),
            row ->
                new Column(
                    row.getString(1),
                    Column.Kind.ATTRIBUTE,
                    row.getBoolean(2) ? Column.Type.NUMBER : Column.Type.TEXT,
                    row.getLong(3),
                    row.getLong(4),
                    true,
                    row.getBoolean(2) ? longOrNull(row, "min") : row.getString(7),
                    row.getBoolean(2) ? longOrNull(row, "max") : row.getString(8)),
            runs.experimentId(),
            runs.stages(),
            MAX_RUNS)
        .stream()
        .filter(column -> keys.match(column.key()))
        .limit(keys.limit())
        .toList();
  }

  private List<Column> metrics(Runs runs, Keys keys) {
    return query(
        """
        WITH looked_at AS MATERIALIZED (%1$s), %2$s, compared AS (
          SELECT key, count(DISTINCT last_value) AS different
          FROM (SELECT run_key FROM looked_at WHERE place <= %4$d) AS r CROSS JOIN LATERAL (%3$s) AS s
          GROUP BY key
        ), summed AS (
          SELECT key, count(*) AS runs,
                 min(last_value) FILTER (WHERE last_value <> 'NaN') AS least,
                 max(last_value) FILTER (WHERE last_value <> 'NaN') AS greatest
          FROM looked_at AS r CROSS JOIN LATERAL (%3$s) AS s
          GROUP BY key ORDER BY key LIMIT ?
        )
        SELECT summed.key, runs, coalesce(different, 1), least, greatest
        FROM summed LEFT JOIN compared USING (key)
        ORDER BY summed.key
        """
            .formatted(LOOKED_AT, matching("metric_series", keys), METRICS_OF_RUN, RUNS_COMPARED),
        row ->
            new Column(
                row.getString(1),
                Column.Kind.METRIC,
                Column.Type.NUMBER,
                row.getLong(2),
                row.getLong(3),
                runs.count() <= RUNS_COMPARED,
                doubleOrNull(row, "least"),
                doubleOrNull(row, "greatest")),
        args(runs, keys, 2));
  }

  private List<Column> texts(String table, Column.Kind kind, Runs runs, Keys keys) {
    return query(
        """
        WITH looked_at AS MATERIALIZED (%1$s), %2$s, different AS MATERIALIZED (
          SELECT t.key, t.value, count(*) AS runs
          FROM looked_at AS r CROSS JOIN LATERAL (%3$s) AS t
          GROUP BY t.key, t.value
        ), read AS MATERIALIZED (
          SELECT *, %4$s AS number FROM different
        )
        SELECT key, sum(runs)::bigint, count(*), bool_and(number),
               min(CASE WHEN number THEN value::numeric END) AS least,
               max(CASE WHEN number THEN value::numeric END) AS greatest,
               min(value COLLATE "C"), max(value COLLATE "C")
        FROM read GROUP BY key ORDER BY key LIMIT ?
        """
            .formatted(LOOKED_AT, matching(table, keys), TEXTS_OF_RUN.formatted(table), IS_NUMBER),
        row -> {
          boolean number = row.getBoolean(4);
          return new Column(
              row.getString(1),
              kind,
              number ? Column.Type.NUMBER : Column.Type.TEXT,
              row.getLong(2),
              row.getLong(3),
              true,
              number ? value(row.getBigDecimal(5)) : row.getString(7),
              number ? value(row.getBigDecimal(6)) : row.getString(8));
        },
        args(runs, keys, 1));
  }

  /**
   * Adds the keys of the next runs.
   *
   * @param afterRunKey behind which run to begin
   * @return the last of those runs, 0 where there were none
   */
  long addKeys(
      Long[] experimentIds, String[] stages, long afterRunKey, int limit, LoggedKeys keys) {
    Long[] runKeys =
        query(
                """
                SELECT run_key FROM runs
                WHERE experiment_id = ANY (?) AND lifecycle_stage = ANY (?) AND run_key > ?
                ORDER BY run_key LIMIT ?
                """,
                row -> row.getLong(1),
                experimentIds,
                stages,
                afterRunKey,
                limit)
            .toArray(Long[]::new);
    if (runKeys.length == 0) {
      return 0;
    }
    query(
        """
        SELECT DISTINCT %d, key FROM metric_series WHERE run_key = ANY (?)
        UNION ALL SELECT DISTINCT %d, key FROM run_params WHERE run_key = ANY (?)
        UNION ALL SELECT DISTINCT %d, key FROM run_tags WHERE run_key = ANY (?)
        """
            .formatted(LoggedKeys.METRICS, LoggedKeys.PARAMS, LoggedKeys.TAGS),
        row -> keys.ofKind(row.getInt(1)).add(row.getString(2)),
        runKeys,
        runKeys,
        runKeys);
    return runKeys[runKeys.length - 1];
  }

  /** The keys that hold the text: from the index alone, before any value is read. */
  private static String matching(String table, Keys keys) {
    return keys.contains().isEmpty()
        ? "matching (key) AS (SELECT ?::text WHERE false)"
        : """
          matching AS MATERIALIZED (
            SELECT DISTINCT s.key FROM looked_at AS r JOIN %s AS s USING (run_key)
            WHERE strpos(lower(s.key), lower(?)) > 0)
          """
            .formatted(table);
  }

  private static @Nullable Object[] args(Runs runs, Keys keys, int ranges) {
    var args =
        new ArrayList<@Nullable Object>(
            List.of(runs.experimentId(), runs.stages(), MAX_RUNS, keys.contains()));
    for (int i = 0; i < ranges; i++) {
      args.addAll(List.of(keys.after(), keys.prefix(), keys.end(), keys.contains(), keys.limit()));
    }
    args.add(keys.limit());
    return args.toArray();
  }

  /** Beyond the range of doubles it is infinite or zero. */
  private static @Nullable Double value(@Nullable BigDecimal number) {
    return Optional.ofNullable(number).map(BigDecimal::doubleValue).orElse(null);
  }

  private static @Nullable Double doubleOrNull(ResultSet row, String column) throws SQLException {
    double value = row.getDouble(column);
    return row.wasNull() ? null : value;
  }
}
