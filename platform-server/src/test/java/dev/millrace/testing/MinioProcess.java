package dev.millrace.testing;

import java.io.IOException;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Assumptions;

/**
 * A real MinIO on a free port with data of its own. Its binary is the one that {@code
 * MILLRACE_MINIO} names, or the one in the cache, or is built into the cache with Go.
 */
public final class MinioProcess implements AutoCloseable {

  public static final String ACCESS_KEY = "millrace-test";
  public static final String SECRET_KEY = "millrace-test-secret";

  private static final String MODULE = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c";

  private final ProcessBuilder command;
  private final URI url;
  private Process process;

  private MinioProcess(ProcessBuilder command, URI url) throws IOException {
    this.command = command;
    this.url = url;
    this.process = command.start();
  }

  /** Starts it and waits until it answers; without a binary or Go the calling test is skipped. */
  public static MinioProcess start(Path dataDirectory) throws IOException, InterruptedException {
    return start(dataDirectory, "http", List.of());
  }

  /**
   * As {@link #start(Path)}, with TLS.
   *
   * @param certificates directory of {@code public.crt} and {@code private.key}
   */
  public static MinioProcess startWithTls(Path dataDirectory, Path certificates)
      throws IOException, InterruptedException {
    return start(dataDirectory, "https", List.of("--certs-dir", certificates.toString()));
  }

  private static MinioProcess start(Path dataDirectory, String scheme, List<String> flags)
      throws IOException, InterruptedException {
    String address = "127.0.0.1:" + freePort();
    Files.createDirectories(dataDirectory);
    List<String> command =
        new ArrayList<>(List.of(binary().toString(), "server", "--quiet", "--address", address));
    command.addAll(flags);
    command.add(dataDirectory.resolve("objects").toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dataDirectory.resolve("minio.log").toFile());
    builder.environment().put("MINIO_ROOT_USER", ACCESS_KEY);
    builder.environment().put("MINIO_ROOT_PASSWORD", SECRET_KEY);
    MinioProcess minio = new MinioProcess(builder, URI.create(scheme + "://" + address));
    minio.awaitReady();
    return minio;
  }

  public URI url() {
    return url;
  }

  /** Starts it again, after it was closed, where it was, with the data that is there. */
  public void startAgain() throws IOException, InterruptedException {
    process = command.start();
    awaitReady();
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }

  private static Path binary() throws IOException, InterruptedException {
    String named = System.getenv("MILLRACE_MINIO");
    if (named != null) {
      return Path.of(named);
    }
    String cache = System.getenv("MILLRACE_CACHE");
    Path directory =
        (cache == null
                ? Path.of(System.getProperty("user.home"), ".cache", "millrace")
                : Path.of(cache))
            .resolve("minio")
            .resolve("bin")
            .toAbsolutePath();
    Path binary = directory.resolve("minio");
    if (!Files.isExecutable(binary)) {
      build(directory);
    }
    return binary;
  }

  private static void build(Path directory) throws IOException, InterruptedException {
    Files.createDirectories(directory);
    ProcessBuilder builder = new ProcessBuilder("go", "install", MODULE).inheritIO();
    builder.environment().put("GOBIN", directory.toString());
    try {
      int exitCode = builder.start().waitFor();
      if (exitCode != 0) {
        throw new AssertionError("'go install " + MODULE + "' ended with " + exitCode);
      }
    } catch (IOException e) {
      skip("MinIO is not in " + directory + " and there is no Go to build it: " + e.getMessage());
    }
  }

  private static void skip(String reason) {
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new AssertionError("With CI=true no test may be skipped: " + reason);
    }
    Assumptions.abort(reason);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void awaitReady() throws InterruptedException {
    HttpClient client = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();
    HttpRequest request =
        HttpRequest.newBuilder(url.resolve("/minio/health/ready"))
            .timeout(Duration.ofSeconds(1))
            .build();
    Instant deadline = Instant.now().plusSeconds(60);
    while (!answers(client, request)) {
      if (Instant.now().isAfter(deadline) || !process.isAlive()) {
        process.destroyForcibly();
        throw new AssertionError("MinIO did not become ready at " + url);
      }
      process.waitFor(50, TimeUnit.MILLISECONDS);
    }
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (SSLHandshakeException e) {
      // It is there, with a certificate that only the test's own clients trust.
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
