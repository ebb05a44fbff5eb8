package dev.millrace.tracking.run;

import dev.millrace.platform.jdbc.DatabaseException;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.metric.InboxBatch;
import dev.millrace.tracking.metric.InboxWriter;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is logged to a run in one statement, which is one round trip and one transaction: the
 * run is looked up, parameters and tags are written and metrics put into the inbox, or nothing is.
 */
@Singleton
class LogStore extends JdbcStore {

  private static final String FIND_RUN =
      """
      WITH run AS (
        SELECT run_key, experiment_id, lifecycle_stage FROM runs WHERE run_id = ?
      ), active AS (
        SELECT run_key, experiment_id FROM run WHERE lifecycle_stage = 'active'
      )""";

  /** Metrics are noted by who moves them out of the inbox. */
  private static final String FIND_AND_NOTE_RUN =
      """
      WITH run AS (
        SELECT run_key, experiment_id, lifecycle_stage FROM runs WHERE run_id = ?
      ), noted AS (
        %s
      ), active AS MATERIALIZED (
        -- The count makes everything wait for the note: it comes before any lock is taken.
        SELECT run_key, experiment_id FROM run, (SELECT count(*) FROM noted) AS before
        WHERE lifecycle_stage = 'active'
      )"""
          .formatted(ChangeNote.shared("run WHERE lifecycle_stage = 'active'"));

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

  private static final String METRICS = "\n, metric AS (\n" + InboxBatch.APPEND + "\n)";

  private final InboxWriter inbox;

  LogStore(AgroalDataSource dataSource, InboxWriter inbox) {
    super(dataSource);
    this.inbox = inbox;
  }

  /** How a write ended; where it is not DONE, nothing was written. */
  enum Outcome {
    DONE,
    NO_SUCH_RUN,
    RUN_IS_DELETED,
    /** A parameter is there with another value. */
    PARAM_CHANGED
  }

  /**
   * How a write ended.
   *
   * @param runKey the run that was written to, where the outcome is DONE
   */
  record Written(Outcome outcome, long runKey) {

    private static final long NO_RUN = -1;

    private static Written to(Optional<InboxWriter.Target> target) {
      return target
          .map(
              run ->
                  new Written(run.isActive() ? Outcome.DONE : Outcome.RUN_IS_DELETED, run.runKey()))
          .orElse(new Written(Outcome.NO_SUCH_RUN, NO_RUN));
    }
  }

  /**
   * Writes to an active run.
   *
   * @throws DatabaseException where the database failed
   */
  Written write(String runId, LoggedData data) {
    if (data.hasMetricsOnly()) {
      return Written.to(inbox.append(runId, InboxBatch.of(data.metrics())));
    }
    Statement statement = new Statement(runId, data);
    try {
      return Written.to(
          first(
              statement.sql.toString(),
              row -> new InboxWriter.Target(row.getLong(1), row.getBoolean(2)),
              statement.args.toArray()));
    } catch (DatabaseException e) {
      if (e.isNotNullViolation()) {
        return new Written(Outcome.PARAM_CHANGED, Written.NO_RUN);
      }
      throw e;
    }
  }

  private static final class Statement {

    private final StringBuilder sql = new StringBuilder(2048);
    private final List<@Nullable Object> args = new ArrayList<>();

    Statement(String runId, LoggedData data) {
      boolean changes = !data.params().isEmpty() || !data.tags().isEmpty();
      add(changes ? FIND_AND_NOTE_RUN : FIND_RUN, runId);
      addTexts(PARAMS, data.params());
      addTexts(TAGS, data.tags());
      String name = data.tags().get(LoggedData.RUN_NAME_TAG);
      if (name != null) {
        add(NAME, name);
      }
      if (!data.metrics().isEmpty()) {
        add(METRICS, InboxBatch.of(data.metrics()).args());
      }
      add("\nSELECT run_key, lifecycle_stage = 'active' FROM run");
    }

    private void addTexts(String part, SortedMap<String, String> texts) {
      if (!texts.isEmpty()) {
        add(part, texts.keySet().toArray(String[]::new), texts.values().toArray(String[]::new));
      }
    }

    private void add(String part, @Nullable Object... values) {
      sql.append(part);
      args.addAll(Arrays.asList(values));
    }
  }
}
