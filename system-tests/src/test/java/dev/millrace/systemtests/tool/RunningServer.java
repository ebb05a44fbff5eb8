package dev.millrace.systemtests.tool;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server on a free port and a data directory of its own, ready to answer. */
public final class RunningServer implements AutoCloseable {

  /** The java that runs this test. */
  public static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static final Path JAR =
      Path.of("..", "platform-server", "target", "quarkus-app", "quarkus-run.jar")
          .toAbsolutePath()
          .normalize();
  private static final Pattern READY = Pattern.compile("Millrace is ready at (\\S+)");
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

  private final Process process;
  private final String url;

  private RunningServer(Process process, String url) {
    this.process = process;
    this.url = url;
  }

  public static RunningServer start(Path dataDirectory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    JAVA,
                    "-jar",
                    JAR.toString(),
                    "--port",
                    "0",
                    "--data-dir",
                    dataDirectory.resolve("data").toString()))
            .redirectErrorStream(true)
            .start();
    CompletableFuture<String> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> copy(process, ready), "output of the server");
    reader.setDaemon(true);
    reader.start();
    try {
      return new RunningServer(process, ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException e) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("The server did not become ready", e);
    }
  }

  public String url() {
    return url;
  }

  @Override
  public void close() throws InterruptedException {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroy();
    if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      children.forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new AssertionError("The server did not stop within " + STOP_LIMIT);
    }
  }

  private static void copy(Process process, CompletableFuture<String> ready) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println("server: " + line);
        Matcher matcher = READY.matcher(line);
        if (matcher.find()) {
          ready.complete(matcher.group(1));
        }
      }
      ready.completeExceptionally(new IOException("the server ended before it was ready"));
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
  }
}
