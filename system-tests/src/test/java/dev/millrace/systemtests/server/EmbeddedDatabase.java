package dev.millrace.systemtests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The PostgreSQL that a server keeps in its data directory, while that server runs. */
public record EmbeddedDatabase(String jdbcUrl, String password) {

  private static final String USER = "millrace";

  /** The one of this data directory. */
  public static EmbeddedDatabase of(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postgres/postmaster.pid"));
      return new EmbeddedDatabase(
          "jdbc:postgresql://127.0.0.1:" + lines.get(3).strip() + "/postgres",
          Files.readString(data.resolve("postgres.password")).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What tells another server to use it. */
  public Map<String, String> variables() {
    return Map.of(
        "MILLRACE_DATABASE_URL", jdbcUrl,
        "MILLRACE_DATABASE_USER", USER,
        "MILLRACE_DATABASE_PASSWORD", password);
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, USER, password);
  }
}
