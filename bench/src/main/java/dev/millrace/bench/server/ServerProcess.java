package dev.millrace.bench.server;

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

/** A server's processes on a port of this machine; closing it stops all of them. */
public final class ServerProcess implements AutoCloseable {

  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(15);

  private final String name;
  private final URI url;
  private final String readyPath;
  private final ProcessBuilder command;
  private final Path log;
  private Process process;

  private ServerProcess(
      String name, int port, String readyPath, ProcessBuilder command, Path log, Process process) {
    this.name = name;
    this.url = URI.create("http://127.0.0.1:" + port);
    this.readyPath = readyPath;
    this.command = command;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a command and returns when it answers.
   *
   * @param readyPath what answers 200 once it is ready
   * @param directory where it runs and its {@code server.log} is kept
   */
  public static ServerProcess start(
      String name,
      int port,
      String readyPath,
      List<String> command,
      Map<String, String> environment,
      Path directory)
      throws IOException {
    Files.createDirectories(directory);
    Path log = directory.resolve("server.log");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    ServerProcess server = new ServerProcess(name, port, readyPath, builder, log, builder.start());
    try {
      server.awaitReady();
    } catch (IOException | RuntimeException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private void awaitReady() throws IOException {
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    HttpRequest ready =
        HttpRequest.newBuilder(url.resolve(readyPath)).timeout(Duration.ofSeconds(5)).build();
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      try {
        if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
          throw new IOException(
              name + " exited with " + process.exitValue() + " at start:\n" + logTail());
        }
        if (http.send(ready, BodyHandlers.discarding()).statusCode() == 200) {
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

  /** A port that nobody listens on now. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Starts it again, after it was closed, on what is there; tells how long the first 200 took. */
  public Duration startAgain() throws IOException {
    long begin = System.nanoTime();
    process = command.start();
    awaitReady();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Memory of all its processes, in bytes. */
  public long residentBytes() {
    return ProcessMemory.residentBytes(process.toHandle());
  }

  /** Files, sockets and pipes that all its processes have open. */
  public long openFiles() throws IOException {
    return countOf("fd");
  }

  /** Threads of all its processes. */
  public long threads() throws IOException {
    return countOf("task");
  }

  private long countOf(String folder) throws IOException {
    long count = 0;
    for (ProcessHandle each : processes()) {
      try (Stream<Path> entries = Files.list(Path.of("/proc", each.pid() + "", folder))) {
        count += entries.count();
      }
    }
    return count;
  }

  /** Has its JVM let go of what nothing refers to. */
  public void collectGarbage() throws IOException, InterruptedException {
    for (ProcessHandle each : processes()) {
      if (each.info().command().orElse("").endsWith("java")) {
        new ProcessBuilder("jcmd", Long.toString(each.pid()), "GC.run").start().waitFor();
      }
    }
  }

  private List<ProcessHandle> processes() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants()).toList();
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
    List<ProcessHandle> all = processes();
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
