package dev.millrace.bench.server;

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
  private final Process process;
  private final Path log;

  private ServerUnderTest(String name, URI url, Process process, Path log) {
    this.name = name;
    this.url = url;
    this.process = process;
    this.log = log;
  }

  /** {@code mlflow server} as its documentation starts it, with its default number of workers. */
  public static ServerUnderTest startMlflow(Path python, Database database, Path directory)
      throws IOException {
    int port = freePort();
    return start(
        "mlflow",
        port,
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
            directory.resolve("artifacts").toString()),
        Map.of("MLFLOW_DISABLE_TELEMETRY", "true"),
        directory);
  }

  /** Millrace as packaged, on the same PostgreSQL. */
  public static ServerUnderTest startMillrace(Path launcher, Database database, Path directory)
      throws IOException {
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
            directory.resolve("artifacts").toString(),
            "--database-url",
            database.jdbcUrl(),
            "--database-user",
            database.user()),
        // The bench has built what it measures; a launcher that builds again would measure the
        // build.
        Map.of("MILLRACE_DATABASE_PASSWORD", database.password(), "MILLRACE_NO_BUILD", "1"),
        directory);
  }

  private static ServerUnderTest start(
      String name, int port, List<String> command, Map<String, String> environment, Path directory)
      throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    ServerUnderTest server =
        new ServerUnderTest(name, URI.create("http://127.0.0.1:" + port), process, log);
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
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
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
