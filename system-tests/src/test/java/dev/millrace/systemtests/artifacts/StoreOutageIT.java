package dev.millrace.systemtests.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.testing.MinioProcess;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that is away or full: callers are told to try again, and nothing is half there. */
class StoreOutageIT {

  private static final String FOLDER = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int LONG = 60_000_000;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir Path directory;

  @Test
  void whileTheStoreIsAwayCallersAreToldToTryAgainAndAfterwardsItGoesOn() throws Exception {
    try (MinioProcess minio = MinioProcess.start(directory.resolve("minio"));
        ServerProcess server = BucketServer.start(minio, directory)) {
      assertThat(put(server, "before", 1000).statusCode()).isEqualTo(200);

      minio.close();
      requireTryAgain(put(server, "small", 1000));
      requireTryAgain(put(server, "long", LONG));
      requireTryAgain(get(server, "before"));
      assertThat(get(server, "small").statusCode()).isEqualTo(404);
      assertThat(list(server)).contains("before").doesNotContain("small", "long");

      minio.startAgain();
      assertThat(get(server, "before").body()).hasSize(1000);
      assertThat(put(server, "small", 1000).statusCode()).isEqualTo(200);
      assertThat(put(server, "long", LONG).statusCode()).isEqualTo(200);
      assertThat(get(server, "long").body()).hasSize(LONG);
    }
  }

  @Test
  void anUploadDuringWhichTheStoreGoesAwayLeavesNothing() throws Exception {
    try (MinioProcess minio = MinioProcess.start(directory.resolve("minio"));
        ServerProcess server = BucketServer.start(minio, directory)) {
      requireTryAgain(
          http.send(
              request(server, FOLDER + "t/long")
                  .PUT(
                      BodyPublishers.fromPublisher(
                          BodyPublishers.ofInputStream(
                              () -> new InterruptedBody(LONG, LONG / 2, minio)),
                          LONG))
                  .build(),
              BodyHandlers.ofString()));
      assertThat(get(server, "long").statusCode()).isEqualTo(404);
      assertThat(list(server)).doesNotContain("long");

      minio.startAgain();
      assertThat(put(server, "long", LONG).statusCode()).isEqualTo(200);
      assertThat(get(server, "long").body()).hasSize(LONG);
      server.post("/api/millrace/v1/artifacts/collect", "{\"older_than\": \"0s\"}");
      assertThat(server.get("/api/millrace/v1/artifacts/usage").body())
          .contains("\"objects\":1", "\"unreferenced_objects\":0");
    }
  }

  /** Zeros, in the middle of which the store ends. */
  private static final class InterruptedBody extends InputStream {

    private final int length;
    private final int middle;
    private final MinioProcess minio;
    private int sent;

    InterruptedBody(int length, int middle, MinioProcess minio) {
      this.length = length;
      this.middle = middle;
      this.minio = minio;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public int read(byte[] buffer, int offset, int wanted) throws IOException {
      if (sent == length) {
        return -1;
      }
      if (sent == middle) {
        try {
          minio.close();
        } catch (InterruptedException e) {
          throw new IOException(e);
        }
      }
      int count = Math.min(wanted, (sent < middle ? middle : length) - sent);
      Arrays.fill(buffer, offset, offset + count, (byte) 0);
      sent += count;
      return count;
    }
  }

  @Test
  void aStoreThatIsFullKeepsNothingOfWhatDoesNotFit() throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("small-disk.sh"),
            // No file of more than 40 MB: to the server it is a disk that is full.
            "#!/bin/bash\nulimit -f 40000\nexec '%s' -jar '%s' \"$@\"\n"
                .formatted(ServerProcess.JAVA, ServerProcess.JAR));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    Path data = directory.resolve("data");
    try (ServerProcess server =
        ServerProcess.launchByScript(script, Map.of(), "--data-dir", data.toString(), "--port", "0")
            .awaitReady()) {
      requireTryAgain(put(server, "long", LONG));

      assertThat(get(server, "long").statusCode()).isEqualTo(404);
      assertThat(bytesIn(data.resolve("artifacts"))).isZero();
      assertThat(put(server, "small", 1000).statusCode()).isEqualTo(200);
      assertThat(get(server, "small").body()).hasSize(1000);
    }
  }

  private static void requireTryAgain(HttpResponse<?> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  private static long bytesIn(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private HttpResponse<String> put(ServerProcess server, String name, int bytes) throws Exception {
    byte[] content = new byte[bytes];
    content[0] = (byte) name.hashCode();
    return http.send(
        request(server, FOLDER + "t/" + name).PUT(BodyPublishers.ofByteArray(content)).build(),
        BodyHandlers.ofString());
  }

  private HttpResponse<byte[]> get(ServerProcess server, String name) throws Exception {
    return http.send(request(server, FOLDER + "t/" + name).build(), BodyHandlers.ofByteArray());
  }

  private String list(ServerProcess server) throws Exception {
    return http.send(
            request(server, "/api/2.0/mlflow-artifacts/artifacts?path=t").build(),
            BodyHandlers.ofString())
        .body();
  }

  private static HttpRequest.Builder request(ServerProcess server, String path) {
    return HttpRequest.newBuilder(URI.create(server.url() + path));
  }
}
