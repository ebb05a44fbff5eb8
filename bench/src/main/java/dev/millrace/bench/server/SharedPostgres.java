package dev.millrace.bench.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The one PostgreSQL under both servers, durable as in production, with a database for each. */
public final class SharedPostgres implements AutoCloseable {

  private static final String USER = "postgres";

  private final EmbeddedPostgres postgres;

  private SharedPostgres(EmbeddedPostgres postgres) {
    this.postgres = postgres;
  }

  /** Starts an empty PostgreSQL under {@code directory}. */
  public static SharedPostgres start(Path directory) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory.resolve("data"))
            .setOverrideWorkingDirectory(directory.resolve("binaries").toFile())
            .setCleanDataDirectory(true)
            .setPGStartupWait(Duration.ofSeconds(60));
    // The library turns durability off for tests; a benchmark without it would measure another
    // thing.
    builder.setServerConfig("fsync", "on");
    builder.setServerConfig("synchronous_commit", "on");
    builder.setServerConfig("full_page_writes", "on");
    builder.setServerConfig("max_connections", "200");
    builder.setServerConfig("shared_buffers", "256MB");
    return new SharedPostgres(builder.start());
  }

  /** Makes an empty database and returns where it is. */
  public Database createDatabase(String name) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return new Database("localhost", postgres.getPort(), name, USER, USER);
  }

  /** Waits until it has nothing left to do for an earlier load: neither to write nor to vacuum. */
  public void settle(Duration patience) throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      while (isVacuuming(statement) && System.nanoTime() < deadline) {
        TimeUnit.SECONDS.sleep(1);
      }
      statement.execute("CHECKPOINT");
    }
  }

  private static boolean isVacuuming(Statement statement) throws SQLException {
    try (ResultSet workers =
        statement.executeQuery(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
                + " WHERE backend_type = 'autovacuum worker')")) {
      return workers.next() && workers.getBoolean(1);
    }
  }

  /** The version and the durability in force, as the server itself tells them. */
  public String describe() throws SQLException {
    return "PostgreSQL "
        + show("server_version")
        + ", fsync "
        + show("fsync")
        + ", synchronous_commit "
        + show("synchronous_commit");
  }

  private String show(String setting) throws SQLException {
    try (Connection connection = postgres.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SHOW " + setting)) {
      result.next();
      return result.getString(1);
    }
  }

  @Override
  public void close() throws IOException {
    postgres.close();
  }

  /** Where a database is and who may use it. */
  public record Database(String host, int port, String name, String user, String password) {

    /** Connections for what is to be in the database before a load. */
    public DataSource dataSource() {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(jdbcUrl());
      source.setUser(user);
      source.setPassword(password);
      return source;
    }

    public String jdbcUrl() {
      return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
    }

    String sqlAlchemyUrl() {
      return "postgresql+psycopg2://%s:%s@%s:%d/%s".formatted(user, password, host, port, name);
    }
  }
}
