package dev.millrace.platform.jdbc;

import io.agroal.api.AgroalDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Base of the stores that speak SQL themselves: binds arguments, reads rows, gives the connection
 * back. Inside a transaction every statement runs on its one connection.
 */
public abstract class JdbcStore {

  private static final int ROWS_AT_ONCE = 5_000;

  /** As the connections are configured. */
  private static final int PREPARED_AT_ONCE = 1;

  private static final int NEVER_PREPARED = 0;

  /** Prepared at once, and described before it runs for the first time: its rows are never text. */
  private static final int ALWAYS_BINARY = -1;

  private final AgroalDataSource dataSource;

  protected JdbcStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** Reads one row. */
  @FunctionalInterface
  protected interface RowReader<T> {

    T read(ResultSet row) throws SQLException;
  }

  /**
   * All rows of a query that is planned anew for its arguments. For searches: how many rows a
   * filter leaves decides on the plan, and the plan that is kept for a statement takes an average.
   */
  protected final <T> List<T> queryPlanned(
      String sql, RowReader<T> reader, @Nullable Object... args) {
    return query(NEVER_PREPARED, sql, reader, args);
  }

  /** Looks at one row. */
  @FunctionalInterface
  protected interface RowVisitor {

    void visit(ResultSet row) throws SQLException;
  }

  /** All rows of a query. */
  protected final <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... args) {
    return query(PREPARED_AT_ONCE, sql, reader, args);
  }

  /** The rows of a query by a key that several may share, in its order within each. */
  protected final <K, T> Map<K, List<T>> queryGrouped(
      String sql, RowReader<K> key, RowReader<T> reader, @Nullable Object... args) {
    Map<K, List<T>> groups = new HashMap<>();
    query(
        sql,
        row -> groups.computeIfAbsent(key.read(row), k -> new ArrayList<>()).add(reader.read(row)),
        args);
    return groups;
  }

  private <T> List<T> query(
      int prepareThreshold, String sql, RowReader<T> reader, @Nullable Object... args) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      if (prepareThreshold != PREPARED_AT_ONCE) {
        statement.unwrap(PGStatement.class).setPrepareThreshold(prepareThreshold);
      }
      bind(connection, statement, args);
      try (ResultSet rows = statement.executeQuery()) {
        List<T> result = new ArrayList<>();
        while (rows.next()) {
          result.add(reader.read(rows));
        }
        return result;
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** A query that is asked together with others. */
  protected record Question(String sql, RowVisitor visitor, @Nullable Object... args) {

    /** Public, so that stores of other packages may ask. */
    public Question {}
  }

  /**
   * Asks several queries in one round trip; each visitor sees the rows of its own query, in the
   * order of the questions. Each sees what was committed before it began, also while the one before
   * it waited for a lock.
   */
  protected final void queryTogether(List<Question> questions) {
    List<String> sql = questions.stream().map(Question::sql).toList();
    executeTogether(
        sql,
        questions.stream().flatMap(question -> Arrays.stream(question.args())).toArray(),
        (statement, i, isResult) -> {
          if (!isResult) {
            throw new IllegalStateException("a question without rows: " + sql.get(i));
          }
          try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
              questions.get(i).visitor().visit(rows);
            }
          }
        });
  }

  /**
   * Runs several commands in one round trip, in their order, and answers how many rows each
   * touched. All or none of them are done where the caller has a transaction.
   */
  protected final int[] updateTogether(List<Command> commands) {
    int[] touched = new int[commands.size()];
    executeTogether(
        commands.stream().map(Command::sql).toList(),
        commands.stream().flatMap(command -> Arrays.stream(command.args())).toArray(),
        (statement, i, isResult) -> touched[i] = statement.getUpdateCount());
    return touched;
  }

  private interface ResultReader {

    void read(PreparedStatement statement, int index, boolean isResult) throws SQLException;
  }

  private void executeTogether(List<String> sql, @Nullable Object[] args, ResultReader reader) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(String.join(";\n", sql))) {
      bind(connection, statement, args);
      boolean isResult = statement.execute();
      for (int i = 0; i < sql.size(); i++) {
        reader.read(statement, i, isResult);
        isResult = statement.getMoreResults();
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /**
   * Reads a query of any length row by row, a batch of rows at a time, so that memory does not grow
   * with it. Not for use in a transaction: it makes one of its own.
   */
  protected final void forEach(String sql, RowVisitor visitor, @Nullable Object... args) {
    forEach(PREPARED_AT_ONCE, ROWS_AT_ONCE, sql, visitor, args);
  }

  /**
   * As {@link #forEach}, of rows that hold much: only so many of them are in memory at once. Bytes
   * come as bytes, also on a connection that sees the query for the first time.
   */
  protected final void forEachLarge(
      int rowsAtOnce, String sql, RowVisitor visitor, @Nullable Object... args) {
    forEach(ALWAYS_BINARY, rowsAtOnce, sql, visitor, args);
  }

  private void forEach(
      int prepareThreshold,
      int rowsAtOnce,
      String sql,
      RowVisitor visitor,
      @Nullable Object... args) {
    try (Connection connection = dataSource.getConnection()) {
      // The driver keeps a cursor open only within a transaction.
      connection.setAutoCommit(false);
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        if (prepareThreshold != PREPARED_AT_ONCE) {
          statement.unwrap(PGStatement.class).setPrepareThreshold(prepareThreshold);
        }
        statement.setFetchSize(rowsAtOnce);
        bind(connection, statement, args);
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            visitor.visit(rows);
          }
        }
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** The first row of a query, or empty. */
  protected final <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... args) {
    return query(sql, reader, args).stream().findFirst();
  }

  /** Runs a command and answers how many rows it touched. */
  protected final int update(Command command) {
    return update(command.sql(), command.args());
  }

  /** Runs a statement and answers how many rows it touched. */
  protected final int update(String sql, @Nullable Object... args) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(connection, statement, args);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new DatabaseException(e);
    }
  }

  /** A nullable integer column. */
  protected static @Nullable Integer intOrNull(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? null : value;
  }

  /** A nullable bigint column. */
  protected static @Nullable Long longOrNull(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static void bind(
      Connection connection, PreparedStatement statement, @Nullable Object... args)
      throws SQLException {
    for (int i = 0; i < args.length; i++) {
      Object arg = args[i];
      if (arg == null) {
        statement.setNull(i + 1, Types.NULL);
      } else if (arg instanceof String text) {
        statement.setString(i + 1, text);
      } else if (arg instanceof Long number) {
        statement.setLong(i + 1, number);
      } else if (arg instanceof Integer number) {
        statement.setInt(i + 1, number);
      } else if (arg instanceof Double number) {
        statement.setDouble(i + 1, number);
      } else if (arg instanceof String[] texts) {
        statement.setArray(i + 1, connection.createArrayOf("text", texts));
      } else if (arg instanceof Long[] numbers) {
        statement.setArray(i + 1, connection.createArrayOf("bigint", numbers));
      } else if (arg instanceof Double[] numbers) {
        statement.setArray(i + 1, connection.createArrayOf("float8", numbers));
      } else if (arg instanceof byte[][] packed) {
        statement.setArray(i + 1, connection.createArrayOf("bytea", packed));
      } else if (arg instanceof Boolean[] flags) {
        statement.setArray(i + 1, connection.createArrayOf("bool", flags));
      } else {
        statement.setObject(i + 1, arg);
      }
    }
  }
}
