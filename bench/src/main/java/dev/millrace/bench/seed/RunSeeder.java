package dev.millrace.bench.seed;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Writes runs and histories straight into a server's tables, as the server itself would have. Keys,
 * values and times are the same on every server.
 */
public interface RunSeeder {

  /**
   * Adds runs numbered from {@code first}, each with two tags beside what its shape says; a run's
   * id is {@link #runId}.
   */
  void seedRuns(Connection connection, long experimentId, int first, int count, RunShape shape)
      throws SQLException;

  /** Gives a run one metric with this many points, at steps and times that go up by one. */
  void seedHistory(Connection connection, String runId, String key, int points) throws SQLException;

  /** The bytes that the metrics take in the database, their indexes included. */
  String metricBytesQuery();

  /** How many points there are. */
  String metricPointsQuery();

  /** The id of a seeded run, as SQL over {@code i}: 32 hexadecimal digits. */
  static String runId(long experimentId) {
    return "md5('" + experimentId + "-' || i)";
  }

  /** The value of a seeded metric, as SQL over {@code i} and {@code k}; many values, many ties. */
  static String metricValue() {
    return "((i * 7919 + k * 104729) % 100003) / 100003.0";
  }

  /** Runs statements that end in one another. */
  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
