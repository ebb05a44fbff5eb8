package dev.millrace.platform.launch;

import dev.millrace.platform.process.BuildInfo;
import dev.millrace.platform.process.Console;
import dev.millrace.platform.process.StartupException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/** The database the server is to use, looked at once before Quarkus opens its pool on it. */
record Database(String url, @Nullable String user, @Nullable String password) {

  private static final Duration PATIENCE = Duration.ofSeconds(7);
  private static final String CONNECT_SECONDS = "2";

  /** Where it is, without anything secret: {@code host:port/name}. */
  String place() {
    Properties parsed = Driver.parseURL(url, new Properties());
    if (parsed == null) {
      throw new StartupException(
          "The --database-url is not one of PostgreSQL's: it has the form"
              + " jdbc:postgresql://host:5432/name.");
    }
    return parsed.getProperty("PGHOST")
        + ":"
        + parsed.getProperty("PGPORT")
        + "/"
        + parsed.getProperty("PGDBNAME");
  }

  /**
   * Refuses to go on where the database cannot be reached in some seconds, or where a newer
   * Millrace has changed its schema.
   */
  void requireUsable() {
    try (Connection connection = connect()) {
      refuseNewerSchema(connection);
    } catch (SQLException e) {
      throw new StartupException("The database at " + place() + " cannot be used: " + reason(e), e);
    }
  }

  private Connection connect() throws SQLException {
    String place = place();
    Instant deadline = Instant.now().plus(PATIENCE);
    boolean told = false;
    while (true) {
      try {
        return new Driver().connect(url, properties());
      } catch (SQLException e) {
        // 08: no connection; 57: it is starting up or shutting down. All else is an answer.
        String state = String.valueOf(e.getSQLState());
        boolean mayCome = state.startsWith("08") || state.startsWith("57");
        if (!mayCome || Instant.now().isAfter(deadline)) {
          throw e;
        }
        if (!told) {
          Console.say("Waiting for the database at %s", place);
          told = true;
        }
        LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      }
    }
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (user != null) {
      properties.setProperty("user", user);
    }
    if (password != null) {
      properties.setProperty("password", password);
    }
    properties.setProperty("connectTimeout", CONNECT_SECONDS);
    properties.setProperty("loginTimeout", "5");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("ApplicationName", "millrace");
    return properties;
  }

  private void refuseNewerSchema(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (!hasHistory(statement)) {
        return;
      }
      String known = "none";
      try (ResultSet applied =
          statement.executeQuery(
              """
              SELECT version, script FROM flyway_schema_history
              WHERE success AND version IS NOT NULL
              ORDER BY installed_rank
              """)) {
        while (applied.next()) {
          if (!isKnown(applied.getString(2))) {
            throw new StartupException(
                "The database at "
                    + place()
                    + " has schema version "
                    + applied.getString(1)
                    + ", made by a newer Millrace. This Millrace "
                    + BuildInfo.version()
                    + " knows schema version "
                    + known
                    + ". Start the newer one, or restore a backup from before the upgrade.");
          }
          known = applied.getString(1);
        }
      }
    }
  }

  /** Flyway notes a script by its name or by its path, depending on how it found it. */
  private static boolean isKnown(String script) {
    String name = script.substring(script.lastIndexOf('/') + 1);
    return Database.class.getResource("/db/migration/" + name) != null;
  }

  private static boolean hasHistory(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery("SELECT to_regclass('flyway_schema_history') IS NOT NULL")) {
      return found.next() && found.getBoolean(1);
    }
  }

  private static String reason(SQLException e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
  }

  /** Leaves the password out of whatever prints this. */
  @Override
  public String toString() {
    return place();
  }
}
