package dev.millrace.tracking.table;

import dev.millrace.platform.jdbc.DatabaseException;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rows and columns of run tables, and what changed of them. */
@Singleton
class RunTableStore extends JdbcStore {

  private static final String BASE =
      "SELECT run_key, run_id, start_time, lifecycle_stage = 'active' FROM runs r WHERE r.";

  private static final String CLOCK =
      "txid_snapshot_xmin(txid_current_snapshot()) >> " + ChangeWindows.SHIFT;

  private static final String NOW =
      "pg_postmaster_start_time()::text, txid_current_snapshot()::text, " + CLOCK;

  private static final String OF_EXPERIMENT = "experiment_id = ?";
  private static final String OF_KEYS = "run_key = ANY (?)";

  RunTableStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * A moment of the database.
   *
   * @param epoch changes when the database starts anew: another one may be there then
   * @param snapshot two moments of the same snapshot show the same
   * @param window whoever does not see a change made at or after this moment, finds its note in
   *     this window or a later one
   */
  record Moment(String epoch, String snapshot, long window) {}

  /** A moment, and the runs noted since an earlier one. */
  record Changes(Moment now, Set<Long> runKeys) {}

  /** The moment it is. */
  Moment now() {
    return first("SELECT " + NOW, RunTableStore::moment).orElseThrow();
  }

  /**
   * What was noted of an experiment since a moment. A note of a transaction that the moment's
   * snapshot shows is left out, unless it is shared: then others may have changed the run later.
   *
   * @param most where as many are noted, there may be more
   */
  Changes changesSince(long experimentId, Moment since, int most) {
    return first(
            "SELECT "
                + NOW
                + """
                , ARRAY((SELECT run_key FROM run_change_notes
                         WHERE experiment_id = ? AND writer = 0 AND change_window >= ?
                         LIMIT ?)
                        UNION ALL
                        (SELECT run_key FROM run_change_notes
                         WHERE experiment_id = ?
                           -- What began earlier is over, and in the snapshot unless it failed.
                           AND writer >= greatest(1, txid_snapshot_xmin(?::txid_snapshot))
                           AND NOT txid_visible_in_snapshot(writer, ?::txid_snapshot)
                         LIMIT ?))
                """,
            row -> new Changes(moment(row), keys(row.getArray(4))),
            experimentId,
            since.window(),
            most,
            experimentId,
            since.snapshot(),
            since.snapshot(),
            most)
        .orElseThrow();
  }

  /** How many runs an experiment has; counted up to a bound. */
  int countRuns(long experimentId, int atMost) {
    return first(
            "SELECT count(*)::int FROM (SELECT FROM runs WHERE experiment_id = ? LIMIT ?) AS counted",
            row -> row.getInt(1),
            experimentId,
            atMost)
        .orElse(0);
  }

  /** Reads all rows, without their columns. */
  void readRows(long experimentId, RunTable table) {
    forEach(BASE + OF_EXPERIMENT + " ORDER BY run_key", row -> table.put(base(row)), experimentId);
  }

  /** Reads a column of all rows. */
  void readColumn(long experimentId, RunColumn column, RunTable table) {
    table.add(column);
    try {
      forEach(
          column.sql(OF_EXPERIMENT), row -> set(table, column, row), args(column, experimentId));
    } catch (DatabaseException e) {
      // A part of a column must not look like all of it.
      table.remove(column);
      throw e;
    }
  }

  /** What changed runs are now: to be taken over by a table that {@link Reread#into} names. */
  Reread reread(Set<Long> runKeys, List<RunColumn> columns) {
    Reread read = new Reread(runKeys, new ArrayList<>(), new ArrayList<>());
    Long[] keys = runKeys.toArray(Long[]::new);
    List<Question> questions = new ArrayList<>();
    questions.add(new Question(BASE + OF_KEYS, row -> read.rows.add(base(row)), (Object) keys));
    for (RunColumn column : columns) {
      questions.add(
          new Question(
              column.sql(OF_KEYS),
              row -> {
                long key = row.getLong(1);
                Double number = column.isNumber() ? number(row) : null;
                String text = column.isNumber() ? null : row.getString(2);
                read.values.add(new Cell(column, key, number, text));
              },
              args(column, keys)));
    }
    queryTogether(questions);
    return read;
  }

  /** Removes notes that nobody relies on any more. */
  int forgetNotes() {
    return update(
        "DELETE FROM run_change_notes WHERE change_window < (" + CLOCK + ") - ?",
        ChangeWindows.KEPT);
  }

  private record Cell(
      RunColumn column, long runKey, @Nullable Double number, @Nullable String text) {}

  /** Rows that were read again. */
  record Reread(Set<Long> runKeys, List<RunTable.Base> rows, List<Cell> values) {

    void into(RunTable table) {
      table.clear(runKeys);
      rows.forEach(table::put);
      for (Cell cell : values) {
        if (cell.column.isNumber()) {
          table.set(cell.column, cell.runKey, cell.number);
        } else {
          table.set(cell.column, cell.runKey, cell.text);
        }
      }
    }
  }

  private static void set(RunTable table, RunColumn column, ResultSet row) throws SQLException {
    if (column.isNumber()) {
      table.set(column, row.getLong(1), number(row));
    } else {
      table.set(column, row.getLong(1), row.getString(2));
    }
  }

  private static @Nullable Double number(ResultSet row) throws SQLException {
    double value = row.getDouble(2);
    return row.wasNull() ? null : value;
  }

  private static Object[] args(RunColumn column, Object of) {
    Object[] own = column.args();
    Object[] args = Arrays.copyOf(own, own.length + 1);
    args[own.length] = of;
    return args;
  }

  private static Moment moment(ResultSet row) throws SQLException {
    return new Moment(row.getString(1), row.getString(2), row.getLong(3));
  }

  private static RunTable.Base base(ResultSet row) throws SQLException {
    return new RunTable.Base(row.getLong(1), row.getString(2), row.getLong(3), row.getBoolean(4));
  }

  private static Set<Long> keys(Array array) throws SQLException {
    return new HashSet<>(Arrays.asList((Long[]) array.getArray()));
  }
}
