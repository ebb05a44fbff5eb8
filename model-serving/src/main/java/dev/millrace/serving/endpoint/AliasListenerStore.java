package dev.millrace.serving.endpoint;

import dev.millrace.core.registry.AliasDirectory;
import dev.millrace.serving.canary.CanaryService;
import dev.millrace.serving.requestlog.RequestLogs;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionFactoryConfiguration;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listens to PostgreSQL's notifications, on a connection beside the pool's: it is never given back,
 * and must not be one of the few that answer requests.
 */
@ApplicationScoped
class AliasListenerStore {

  /** Notified, in the transaction, when an endpoint is opened or deleted. */
  static final String ENDPOINT_CHANNEL = "millrace_endpoint";

  private final AgroalDataSource dataSource;

  AliasListenerStore(AgroalDataSource dataSource) {
    this.dataSource = dataSource;
  }

  /** One session that listens; what was notified before it began, or after it broke, is lost. */
  static final class Session implements AutoCloseable {

    private final Connection connection;

    private Session(Connection connection) {
      this.connection = connection;
    }

    /**
     * Waits for notifications, at most this long.
     *
     * @throws SQLException where the connection broke
     */
    List<PGNotification> await(Duration longest) throws SQLException {
      PGNotification[] received =
          connection
              .unwrap(PGConnection.class)
              .getNotifications(Math.toIntExact(longest.toMillis()));
      return received == null ? List.of() : List.of(received);
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

  /** Connects as the pool does and listens to all channels. */
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
    properties.setProperty("ApplicationName", "millrace-alias-listener");
    Connection connection = new Driver().connect(pool.jdbcUrl(), properties);
    if (connection == null) {
      throw new SQLException("PostgreSQL's driver does not take the configured URL");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + AliasDirectory.CHANNEL);
      statement.execute("LISTEN " + ENDPOINT_CHANNEL);
      statement.execute("LISTEN " + CanaryService.CHANNEL);
      statement.execute("LISTEN " + RequestLogs.CHANNEL);
      return new Session(connection);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
