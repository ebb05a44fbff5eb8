package dev.millrace.bench.server;

import dev.millrace.bench.seed.MillraceSeeder;
import dev.millrace.bench.seed.MlflowSeeder;
import dev.millrace.bench.seed.RunSeeder;
import dev.millrace.bench.server.SharedPostgres.Database;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A server process on a free port, ready to answer; closing it stops all its processes. */
public final class ServerUnderTest implements AutoCloseable {

  private final ServerProcess process;
  private final Database database;
  private final RunSeeder seeder;

  private ServerUnderTest(ServerProcess process, Database database, RunSeeder seeder) {
    this.process = process;
    this.database = database;
    this.seeder = seeder;
  }

  /** {@code mlflow server} as its documentation starts it, with its default number of workers. */
  public static ServerUnderTest startMlflow(Path python, Database database, Path directory)
      throws IOException {
    return startMlflow(python, database, directory, List.of());
  }

  /** As its documentation starts it, with further flags. */
  public static ServerUnderTest startMlflow(
      Path python, Database database, Path directory, List<String> flags) throws IOException {
    ArtifactPlace artifacts = ArtifactPlace.directory(directory.resolve("artifacts"));
    return startMlflow(python, database, directory, artifacts, flags);
  }

  /** As its documentation starts it, with artifacts somewhere and further flags. */
  public static ServerUnderTest startMlflow(
      Path python, Database database, Path directory, ArtifactPlace artifacts, List<String> flags)
      throws IOException {
    int port = ServerProcess.freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                python.toString(),
                "-m",
                "mlflow",
                "server",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--backend-store-uri",
                database.sqlAlchemyUrl(),
                "--artifacts-destination",
                artifacts.location()));
    Map<String, String> environment = new HashMap<>(artifacts.environment());
    environment.put("MLFLOW_DISABLE_TELEMETRY", "true");
    return start("mlflow", port, command, environment, directory, database, new MlflowSeeder());
  }

  /** Millrace as packaged, on the same PostgreSQL. */
  public static ServerUnderTest startMillrace(Path launcher, Database database, Path directory)
      throws IOException {
    ArtifactPlace artifacts = ArtifactPlace.directory(directory.resolve("artifacts"));
    return startMillrace(launcher, database, directory, artifacts);
  }

  /** Millrace as packaged, with artifacts somewhere. */
  public static ServerUnderTest startMillrace(
      Path launcher, Database database, Path directory, ArtifactPlace artifacts)
      throws IOException {
    // The bench has built what it measures; a launcher that builds again would measure the build.
    Map<String, String> environment = new HashMap<>(artifacts.environment());
    environment.put("MILLRACE_DATABASE_PASSWORD", database.password());
    environment.put("MILLRACE_NO_BUILD", "1");
    int port = ServerProcess.freePort();
    return start(
        "millrace",
        port,
        List.of(
            launcher.toString(),
            "server",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--data-dir",
            directory.resolve("data").toString(),
            "--artifacts",
            artifacts.location(),
            "--database-url",
            database.jdbcUrl(),
            "--database-user",
            database.user()),
        environment,
        directory,
        database,
        new MillraceSeeder());
  }

  private static ServerUnderTest start(
      String name,
      int port,
      List<String> command,
      Map<String, String> environment,
      Path directory,
      Database database,
      RunSeeder seeder)
      throws IOException {
    return new ServerUnderTest(
        ServerProcess.start(name, port, "/health", command, environment, directory),
        database,
        seeder);
  }

  /** Starts it again, after it was closed, on what is there; tells how long the first 200 took. */
  public Duration startAgain() throws IOException {
    return process.startAgain();
  }

  /** Memory of all its processes, in bytes. */
  public long residentBytes() {
    return process.residentBytes();
  }

  public ServerProcess process() {
    return process;
  }

  public Database database() {
    return database;
  }

  public RunSeeder seeder() {
    return seeder;
  }

  public String name() {
    return process.name();
  }

  public URI url() {
    return process.url();
  }

  @Override
  public void close() {
    process.close();
  }
}
