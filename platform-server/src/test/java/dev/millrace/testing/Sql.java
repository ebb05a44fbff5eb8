package dev.millrace.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What a test does to the database behind the server's back. */
public final class Sql {

  private Sql() {}

  /** Runs one statement. */
  public static void execute(DataSource dataSource, String sql) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Lets so many transactions begin and end: each round of a procedure's loop is one. */
  public static void useTransactionIds(DataSource dataSource, int count) throws SQLException {
    execute(
        dataSource,
        "DO $$ BEGIN FOR i IN 1.."
            + count
            + " LOOP PERFORM txid_current(); COMMIT; END LOOP; END $$");
  }

  /** The number that a query answers. */
  public static long number(DataSource dataSource, String query) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    }
  }
}
