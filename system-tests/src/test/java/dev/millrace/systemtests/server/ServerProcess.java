package dev.millrace.systemtests.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server as a process of its own, on a free port; closing it stops it in order. */
public final class ServerProcess implements AutoCloseable {

  /** The java that runs this test. */
  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** The packaged server. */
  public static final Path JAR =
      Path.of("..", "platform-server", "target", "server", "millrace-server.jar")
          .toAbsolutePath()
          .normalize();

  private static final Path REPLICA_JAR =
      Path.of("..", "serving-replica", "target", "replica", "millrace-replica.jar")
          .toAbsolutePath()
          .normalize();

  private static final Pattern READY =
      Pattern.compile("(?m)^Millrace is ready at (\\S+) \\(started in ([\\d.]+) s\\)$");
  private static final Pattern GRPC =
      Pattern.compile("(?m)^gRPC is served(?: with TLS)? on port (\\d+)$");
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final Path output;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private ServerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts the server on a free port and waits until it is ready. */
  public static ServerProcess start(Path dataDir, String... flags) {
    ServerProcess server = launch(dataDir, Map.of(), flags);
    server.awaitReady();
    return server;
  }

  /**
   * Starts the server and returns at once. {@code --port 0} is set where the flags name no port.
   */
  public static ServerProcess launch(Path dataDir, Map<String, String> variables, String... flags) {
    List<String> all = new ArrayList<>(List.of("--data-dir", dataDir.toString()));
    if (List.of(flags).stream().noneMatch(flag -> flag.startsWith("--port"))) {
      all.addAll(List.of("--port", "0"));
    }
    all.addAll(List.of(flags));
    return launch(Path.of("").toAbsolutePath(), variables, List.of(), all);
  }

  /** Starts a serving replica of a platform on a free port and returns at once. */
  public static ServerProcess launchReplica(
      Path dataDir, String platformUrl, Map<String, String> variables, String... flags) {
    List<String> command = new ArrayList<>(List.of(JAVA, "-jar", REPLICA_JAR.toString()));
    command.addAll(
        List.of(
            "--mode=serving",
            "--platform-url",
            platformUrl,
            "--data-dir",
            dataDir.toString(),
            "--port",
            "0"));
    command.addAll(List.of(flags));
    return launch(Path.of("").toAbsolutePath(), variables, command);
  }

  /**
   * Starts the server in a directory, told what to do by variables alone, in a heap of a size such
   * as {@code 192m}, and waits until it is ready.
   */
  public static ServerProcess startByVariables(
      Path directory, Map<String, String> variables, String heap) {
    return launch(directory, variables, List.of("-Xmx" + heap), List.of()).awaitReady();
  }

  /** Runs a {@code ./millrace} script, with the java of this test, and returns at once. */
  public static ServerProcess launchByScript(
      Path script, Map<String, String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(variables);
    all.put("JAVA_HOME", System.getProperty("java.home"));
    return launch(Path.of("").toAbsolutePath(), all, command);
  }

  private static ServerProcess launch(
      Path directory, Map<String, String> variables, List<String> jvm, List<String> flags) {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(jvm);
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(flags);
    return launch(directory, variables, command);
  }

  /** Without the test's own variables that would reach the server's settings, but for the cache. */
  private static ServerProcess launch(
      Path directory, Map<String, String> variables, List<String> command) {
    try {
      Path output = Files.createTempFile("millrace-server-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder
          .environment()
          .keySet()
          .removeIf(
              name -> name.matches("(MILLRACE|MLFLOW|AWS)_.*") && !name.equals("MILLRACE_CACHE"));
      builder.environment().putAll(variables);
      return new ServerProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A port that was free a moment ago. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for the ready line. */
  public ServerProcess awaitReady() {
    await("the ready line", () -> READY.matcher(output()).find() || !process.isAlive());
    if (!READY.matcher(output()).find()) {
      throw new AssertionError("The server did not start:\n" + output());
    }
    return this;
  }

  /** Where it answers, such as {@code http://127.0.0.1:41234}. */
  public String url() {
    Matcher ready = READY.matcher(output());
    if (!ready.find()) {
      throw new IllegalStateException("The server is not ready:\n" + output());
    }
    return ready.group(1);
  }

  /** The port of gRPC, which the server was started with. */
  public int grpcPort() {
    Matcher served = GRPC.matcher(output());
    if (!served.find()) {
      throw new IllegalStateException("The server does not serve gRPC:\n" + output());
    }
    return Integer.parseInt(served.group(1));
  }

  public long pid() {
    return process.pid();
  }

  /** Everything it has printed. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended by itself and gives its exit code. */
  public int awaitExit(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("The server still runs after " + patience + ":\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** SIGKILL: no chance to tidy up. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(10));
  }

  public HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(url() + path)).GET());
  }

  public HttpResponse<String> post(String path, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> put(String path, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "application/json")
            .PUT(HttpRequest.BodyPublishers.ofString(json)));
  }

  public HttpResponse<String> postText(String path, String text) {
    return send(
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Content-Type", "text/plain; charset=utf-8")
            .POST(HttpRequest.BodyPublishers.ofString(text)));
  }

  /** Polls until the condition holds, or fails naming what was awaited. */
  public static void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("Waited in vain for " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("The server did not stop within " + STOP_LIMIT + ":\n" + output());
      }
      Files.deleteIfExists(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
