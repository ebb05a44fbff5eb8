package dev.millrace.bench.server;

import dev.millrace.bench.seed.MillraceSeeder;
import dev.millrace.bench.seed.MlflowSeeder;
import dev.millrace.bench.seed.RunSeeder;
import dev.millrace.bench.server.SharedPostgres.Database;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A server process on a free port, ready to answer; closing it stops all its processes. */
public final class ServerUnderTest implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final String name;
  private final URI url;
  private final ProcessBuilder command;
  private final Path log;
  private final Database database;
  private final RunSeeder seeder;
  private Process process;

  private ServerUnderTest(
      String name, int port, ProcessBuilder command, Path log, Database database, RunSeeder seeder)
      throws IOException {
    this.name = name;
    this.url = URI.create("http://127.0.0.1:" + port);
    this.command = command;
    this.log = log;
    this.database = database;
    this.seeder = seeder;
    this.process = command.start();
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
    int port = freePort();
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
    int port = freePort();
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
    Files.createDirectories(directory);
    Path log = directory.resolve("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    ServerUnderTest server = new ServerUnderTest(name, port, builder, log, database, seeder);
    try {
      server.awaitHealth();
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void awaitHealth() throws IOException {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    HttpRequest health =
        HttpRequest.newBuilder(url.resolve("/health")).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException(
              name + " exited with " + process.exitValue() + " at start:\n" + logTail());
        }
        if (http.send(health, BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (ConnectException | HttpTimeoutException e) {
        // Not listening yet: ask again until the deadline.
        continue;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while " + name + " started", e);
      }
    }
    throw new IOException(name + " was not ready after " + START_LIMIT + ":\n" + logTail());
  }

  private String logTail() throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts it again, after it was closed, on what is there; tells how long the first 200 took. */
  public Duration startAgain() throws IOException {
    long begin = System.nanoTime();
    process = command.start();
    awaitHealth();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Memory of all its processes, in bytes. */
  public long residentBytes() {
    return ProcessMemory.residentBytes(process.toHandle());
  }

  public Database database() {
    return database;
  }

  public RunSeeder seeder() {
    return seeder;
  }

  public String name() {
    return name;
  }

  public URI url() {
    return url;
  }

  @Override
  public void close() {
    // A launcher script and MLflow's supervisor both leave children behind when only they are
    // ended.
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + STOP_LIMIT.toNanos();
    for (ProcessHandle handle : all) {
      try {
        handle.onExit().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        handle.destroyForcibly();
      } catch (ExecutionException | TimeoutException e) {
        handle.destroyForcibly();
      }
    }
  }
}
