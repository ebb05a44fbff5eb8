package dev.millrace.systemtests.deployment;

import dev.millrace.systemtests.tool.RunningServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server, told what to do by environment variables alone. */
final class ServerProcess implements AutoCloseable {

  private static final Path JAR =
      Path.of("..", "platform-server", "target", "quarkus-app", "quarkus-run.jar");
  private static final Pattern READY = Pattern.compile("Millrace is ready at (\\S+)");

  private final Process process;
  private final URI url;

  private ServerProcess(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  static ServerProcess start(Path workingDirectory, Map<String, String> environment)
      throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    RunningServer.JAVA,
                    "-Xmx192m",
                    "-jar",
                    JAR.toAbsolutePath().normalize().toString()))
            .directory(workingDirectory.toFile())
            .redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(MILLRACE|MLFLOW|AWS)_.*"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    CompletableFuture<String> ready = new CompletableFuture<>();
    Thread reader = new Thread(() -> copy(process, ready), "output of the server");
    reader.setDaemon(true);
    reader.start();
    try {
      return new ServerProcess(process, URI.create(ready.get(3, TimeUnit.MINUTES)));
    } catch (Exception e) {
      process.destroyForcibly();
      throw e;
    }
  }

  URI url() {
    return url;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("The server did not stop within 30 seconds");
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
