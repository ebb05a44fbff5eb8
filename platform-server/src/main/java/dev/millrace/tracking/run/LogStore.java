package dev.millrace.tracking.run;

import dev.millrace.tracking.jdbc.DatabaseException;
import dev.millrace.tracking.jdbc.JdbcStore;
import dev.millrace.tracking.metric.MetricStore;
import dev.millrace.tracking.metric.PointWrite;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is logged to a run in one statement, which is one round trip and one transaction: the
 * run is looked up, parameters and tags and metrics are written, or nothing is.
 */
@Singleton
class LogStore extends JdbcStore {

  private static final String FIND_RUN =
      """
      WITH run AS (
        SELECT run_key, lifecycle_stage FROM runs WHERE run_id = ?
      ), active AS (
        SELECT run_key FROM run WHERE lifecycle_stage = 'active'
      )""";

  /** A value that is there and is another one is set to null, which the column does not take. */
  private static final String PARAMS =
      """
      , param AS (
        INSERT INTO run_params AS old (run_key, key, value)
        SELECT run_key, key, value FROM active, unnest(?, ?) AS given (key, value)
        ON CONFLICT (run_key, key) DO UPDATE SET value = NULL WHERE old.value <> excluded.value
      )""";

  private static final String TAGS =
      """
      , tag AS (
        INSERT INTO run_tags (run_key, key, value)
        SELECT run_key, key, value FROM active, unnest(?, ?) AS given (key, value)
        ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value
      )""";

  private static final String NAME =
      """
      , named AS (
        UPDATE runs SET run_name = ? FROM active WHERE runs.run_key = active.run_key
      )""";

  private final MetricStore metrics;

  LogStore(AgroalDataSource dataSource, MetricStore metrics) {
    super(dataSource);
    this.metrics = metrics;
  }

  /** How a write ended; where it is not DONE, nothing was written. */
  enum Outcome {
    DONE,
    NO_SUCH_RUN,
    RUN_IS_DELETED,
    /** A parameter is there with another value. */
    PARAM_CHANGED,
    /** A point is there already: {@link #writeRepeated} leaves it as it is and writes the rest. */
    POINT_REPEATED
  }

  /**
   * Does a write and tells how it ended.
   *
   * @throws DatabaseException where the database failed
   */
  static Outcome attempt(Supplier<Outcome> write) {
    try {
      return write.get();
    } catch (DatabaseException e) {
      if (e.isNotNullViolation()) {
        return Outcome.PARAM_CHANGED;
      }
      if (e.isUniqueViolation()) {
        return Outcome.POINT_REPEATED;
      }
      throw e;
    }
  }

  /** Writes to an active run; to be {@link #attempt}ed. */
  Outcome write(String runId, LoggedData data) {
    Statement statement = new Statement(runId, data);
    if (statement.points != null) {
      statement.add(",\n").add(statement.points.sql(), statement.points.args());
    }
    statement.add("\nSELECT lifecycle_stage FROM run");
    return first(statement.sql.toString(), row -> row.getString(1), statement.args.toArray())
        .map(stage -> stage.equals("active") ? Outcome.DONE : Outcome.RUN_IS_DELETED)
        .orElse(Outcome.NO_SUCH_RUN);
  }

  /**
   * As {@link #write}, for points of which some are there. To be {@link #attempt}ed, each time in a
   * transaction of its own.
   */
  Outcome writeRepeated(String runId, LoggedData data) {
    Statement statement = new Statement(runId, data);
    if (statement.points == null) {
      throw new IllegalArgumentException("without points none is repeated");
    }
    boolean written =
        metrics.writeRepeated(
            statement.add(",\n").sql.toString(), statement.points, statement.args);
    return written ? Outcome.DONE : Outcome.NO_SUCH_RUN;
  }

  /** A statement that wants its last parts: the points, and what to select. */
  private static final class Statement {

    private final StringBuilder sql = new StringBuilder(4096);
    private final List<@Nullable Object> args = new ArrayList<>();
    private final @Nullable PointWrite points;

    Statement(String runId, LoggedData data) {
      add(FIND_RUN, runId);
      addTexts(PARAMS, data.params());
      addTexts(TAGS, data.tags());
      String name = data.tags().get(LoggedData.RUN_NAME_TAG);
      if (name != null) {
        add(NAME, name);
      }
      points = data.metrics().isEmpty() ? null : PointWrite.of(data.metrics());
    }

    private void addTexts(String part, SortedMap<String, String> texts) {
      if (!texts.isEmpty()) {
        add(part, texts.keySet().toArray(String[]::new), texts.values().toArray(String[]::new));
      }
    }

    private Statement add(String part, @Nullable Object... values) {
      sql.append(part);
      args.addAll(Arrays.asList(values));
      return this;
    }
  }
}
