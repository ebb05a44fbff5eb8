package dev.millrace.systemtests.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the server starts, refuses to start, and ends. */
class ServerStartTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void startsOnAnEmptyDirectoryAndAgainOnItsData() throws Exception {
    Path data = directory.resolve("data");
    try (ServerProcess server = ServerProcess.start(data)) {
      assertThat(server.output()).startsWith("Millrace 0.1.0 is starting …");
      assertThat(server.get("/health").body()).isEqualTo("OK");
      assertThat(server.get("/q/health/ready").statusCode()).isEqualTo(200);
      assertThat(settings(data))
          .containsEntry("fsync", "on")
          .containsEntry("synchronous_commit", "on")
          .containsEntry("full_page_writes", "on")
          .containsEntry("listen_addresses", "127.0.0.1");
      assertThat(Files.getPosixFilePermissions(data.resolve("postgres.password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      assertThat(server.output()).doesNotContain(EmbeddedDatabase.of(data).password());
      sql(data, "CREATE TABLE kept (answer int)", "INSERT INTO kept VALUES (42)");

      server.terminate();
      assertThat(server.awaitExit(Duration.ofSeconds(10))).isIn(0, 143);
      assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }
    try (ServerProcess again = ServerProcess.start(data)) {
      assertThat(again.get("/q/health/ready").statusCode()).isEqualTo(200);
      assertThat(answer(data)).isEqualTo(42);
    }
  }

  @Test
  void startsAgainAfterItWasKilled() throws Exception {
    Path data = directory.resolve("data");
    ServerProcess killed = ServerProcess.start(data);
    long orphan = postmaster(data);
    String created =
        killed.post("/api/2.0/mlflow/experiments/create", "{\"name\":\"acknowledged\"}").body();
    assertThat(created).contains("experiment_id");
    killed.kill();
    assertThat(ProcessHandle.of(orphan)).as("PostgreSQL outlives a killed server").isPresent();
    try (ServerProcess again = ServerProcess.start(data)) {
      assertThat(ProcessHandle.of(orphan).map(ProcessHandle::isAlive).orElse(false)).isFalse();
      assertThat(
              again
                  .get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=acknowledged")
                  .body())
          .contains("\"acknowledged\"");
    }
  }

  @Test
  void refusesADataDirectoryThatIsInUse() {
    Path data = directory.resolve("data");
    try (ServerProcess first = ServerProcess.start(data);
        ServerProcess second = ServerProcess.launch(data, Map.of())) {
      assertThat(second.awaitExit(SOON)).isEqualTo(1);
      assertThat(second.output())
          .contains("data directory", data.toString(), "process id " + first.pid(), first.url());
      assertThat(first.get("/q/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesDataOfANewerSchema() throws Exception {
    Path data = directory.resolve("data");
    try (ServerProcess server = ServerProcess.start(data)) {
      sql(
          data,
          """
          INSERT INTO flyway_schema_history
            (installed_rank, version, description, type, script, installed_by, execution_time, success)
          VALUES (9999, '9999', 'from the future', 'SQL', 'V9999__from_the_future.sql', 'x', 1, true)
          """);
    }
    try (ServerProcess older = ServerProcess.launch(data, Map.of())) {
      assertThat(older.awaitExit(SOON)).isEqualTo(1);
      assertThat(older.output()).contains("schema version 9999", "newer Millrace", "0.1.0 knows");
      assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void namesATakenPort() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        ServerProcess server =
            ServerProcess.launch(
                directory.resolve("data"), Map.of(), "--port=" + taken.getLocalPort())) {
      assertThat(server.awaitExit(SOON)).isEqualTo(1);
      assertThat(server.output()).contains("Port " + taken.getLocalPort());
      assertThat(directory.resolve("data/postgres/postmaster.pid")).doesNotExist();
    }
  }

  @Test
  void namesADatabaseThatCannotBeReached() {
    int nobody = ServerProcess.freePort();
    try (ServerProcess server =
        ServerProcess.launch(
            directory.resolve("data"),
            Map.of("MILLRACE_DATABASE_PASSWORD", "s3cret-word"),
            "--database-url=jdbc:postgresql://127.0.0.1:" + nobody + "/millrace",
            "--database-user=millrace")) {
      assertThat(server.awaitExit(SOON)).isEqualTo(1);
      assertThat(server.output())
          .contains("127.0.0.1:" + nobody)
          .doesNotContain("s3cret-word")
          .doesNotContain("\tat ");
    }
  }

  @Test
  void usesTheDatabaseItIsGiven() throws Exception {
    Path data = directory.resolve("data");
    try (ServerProcess owner = ServerProcess.start(data);
        ServerProcess guest =
            ServerProcess.launch(
                directory.resolve("other"),
                Map.of(
                    "MILLRACE_DATABASE_URL", EmbeddedDatabase.of(data).jdbcUrl(),
                    "MILLRACE_DATABASE_USER", "millrace",
                    "MILLRACE_DATABASE_PASSWORD", EmbeddedDatabase.of(data).password()))) {
      guest.awaitReady();
      assertThat(guest.get("/q/health/ready").statusCode()).isEqualTo(200);
      assertThat(directory.resolve("other/postgres")).doesNotExist();
      assertThat(owner.get("/q/health/ready").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void refusesTheNetworkUnlessToldTo() {
    try (ServerProcess server =
        ServerProcess.launch(directory.resolve("data"), Map.of("MILLRACE_HOST", "0.0.0.0"))) {
      assertThat(server.awaitExit(SOON)).isEqualTo(1);
      assertThat(server.output()).contains("0.0.0.0", "--allow-unauthenticated-network");
    }
  }

  @Test
  void aFlagOutranksAVariable() {
    try (ServerProcess server =
        ServerProcess.launch(
            directory.resolve("data"),
            Map.of("MILLRACE_HOST", "0.0.0.0"),
            "--host=127.0.0.1",
            "--help")) {
      assertThat(server.awaitExit(SOON)).isZero();
      assertThat(server.output()).contains("--data-dir", "MILLRACE_DATABASE_PASSWORD");
    }
    try (ServerProcess server =
        ServerProcess.launch(
            directory.resolve("data"),
            Map.of("MILLRACE_HOST", "no-such-host.invalid"),
            "--host=127.0.0.1")) {
      assertThat(server.awaitReady().url()).startsWith("http://127.0.0.1:");
    }
  }

  @Test
  void anUnknownFlagIsBadUsage() {
    try (ServerProcess server =
        ServerProcess.launch(directory.resolve("data"), Map.of(), "--nonsense")) {
      assertThat(server.awaitExit(SOON)).isEqualTo(2);
      assertThat(server.output()).contains("--nonsense", "Usage: millrace server");
    }
  }

  private static long postmaster(Path data) throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0).strip());
  }

  private static void sql(Path data, String... statements) throws IOException, SQLException {
    try (Connection connection = EmbeddedDatabase.of(data).connect();
        Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private static int answer(Path data) throws IOException, SQLException {
    try (Connection connection = EmbeddedDatabase.of(data).connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT answer FROM kept")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static Map<String, String> settings(Path data) throws IOException, SQLException {
    Map<String, String> settings = new java.util.HashMap<>();
    try (Connection connection = EmbeddedDatabase.of(data).connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT name, setting FROM pg_settings")) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
    }
    return settings;
  }
}
