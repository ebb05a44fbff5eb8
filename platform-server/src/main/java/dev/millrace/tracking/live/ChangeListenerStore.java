package dev.millrace.tracking.live;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Sends and receives the notices of changes, on one connection beside the pool's: it is never given
 * back, and must not be one of the few that answer requests.
 */
@Singleton
class ChangeListenerStore {

  static final String APPLICATION_NAME = "millrace-run-events";

  private static final String CHANNEL = "millrace_runs";

  private final AgroalDataSource dataSource;

  ChangeListenerStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** One session that listens; what was told before it began, or after it broke, is lost. */
  static final class Session implements AutoCloseable {

    private final Connection connection;

    private Session(Connection connection) {
      this.connection = connection;
    }

    /**
     * Waits for notices, at most this long.
     *
     * @throws SQLException where the connection broke
     */
    List<String> await(Duration longest) throws SQLException {
      // 0 would wait for ever.
      int millis = Math.max(1, Math.toIntExact(longest.toMillis()));
      PGNotification[] received = connection.unwrap(PGConnection.class).getNotifications(millis);
      return received == null
          ? List.of()
          : Arrays.stream(received).map(PGNotification::getParameter).toList();
    }

    /** Tells every replica, this one too: all of it or, where it throws, perhaps nothing. */
    void tell(List<String> payloads) throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT pg_notify('" + CHANNEL + "', p) FROM unnest(?) p")) {
        statement.setArray(1, connection.createArrayOf("text", payloads.toArray(String[]::new)));
        statement.execute();
      }
    }

    /** Finds out that the connection broke silently, which waiting alone does not. */
    void probe() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("SELECT 1");
      }
    }

    @Override
    public void close() throws SQLException {
      connection.close();
    }
  }

  /** Connects as the pool does and listens. */
  Session listen() throws SQLException {
    AgroalConnectionFactoryConfiguration pool =
        dataSource
            .getConfiguration()
            .connectionPoolConfiguration()
            .connectionFactoryConfiguration();
    Properties properties = new Properties();
    properties.putAll(pool.jdbcProperties());
    if (pool.principal() instanceof NamePrincipal user) {
      properties.setProperty("user", user.getName());
    }
    for (Object credential : pool.credentials()) {
      if (credential instanceof SimplePassword password) {
        properties.setProperty("password", password.getWord());
      }
    }
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("ApplicationName", APPLICATION_NAME);
    Connection connection = new Driver().connect(pool.jdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("PostgreSQL's driver does not take the configured URL");
    }
    try (Statement statement = connection.createStatement()) {
      // A notice is no data: nothing has to wait for the disk.
      statement.execute("SET synchronous_commit = off");
      statement.execute("LISTEN " + CHANNEL);
      return new Session(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
