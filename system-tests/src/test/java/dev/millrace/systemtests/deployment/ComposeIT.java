package dev.millrace.systemtests.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.systemtests.server.ServerProcess;
import dev.millrace.testing.MinioProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The arrangement of the compose file as plain processes: an external PostgreSQL, a real MinIO and
 * the packaged server between them, with the variables that the compose file sets.
 */
class ComposeIT {

  private static final Map<String, String> SECRETS =
      Map.of(
          "MILLRACE_DATABASE_PASSWORD", "a-database-password",
          "MILLRACE_STORE_USER", MinioProcess.ACCESS_KEY,
          "MILLRACE_STORE_PASSWORD", MinioProcess.SECRET_KEY);

  private static final String HEAP = "192m";

  /** More than the heap of the server. */
  private static final int BIG = 200_000_000;

  private final HttpClient client = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  @TempDir Path directory;

  @Test
  void whatIsLoggedIsThereAfterTheServerWasReplaced() throws Exception {
    try (MinioProcess minio = MinioProcess.start(directory.resolve("minio"));
        EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      ComposeFile compose = ComposeFile.read(SECRETS);
      create(postgres, compose.environmentOf("postgres"));
      Map<String, String> environment = compose.environmentOf("server");
      // Names of the containers' network, and a port that is free here.
      replace(
          environment, "MILLRACE_DATABASE_URL", "postgres:5432", "127.0.0.1:" + postgres.getPort());
      replace(environment, "MLFLOW_S3_ENDPOINT_URL", "minio:9000", minio.url().getAuthority());
      replace(environment, "MILLRACE_PORT", "5000", "0");
      Path work = Files.createDirectory(directory.resolve("work"));

      String runId;
      try (ServerProcess server = ServerProcess.startByVariables(work, environment, HEAP)) {
        runId = createRun(URI.create(server.url()));
        put(URI.create(server.url()), runId, "notes/read me.md", BodyPublishers.ofString("hello"));
        put(
            URI.create(server.url()),
            runId,
            "big.bin",
            BodyPublishers.ofInputStream(() -> new Noise(BIG)));
        requireAll(URI.create(server.url()), runId);
      }
      try (ServerProcess server = ServerProcess.startByVariables(work, environment, HEAP)) {
        requireAll(URI.create(server.url()), runId);
      }
      assertThat(filesIn(work)).isZero();
    }
  }

  private void requireAll(URI server, String runId) throws Exception {
    JsonNode root = get(server, "/api/2.0/mlflow/artifacts/list?run_id=" + runId);
    assertThat(root.findValuesAsText("path")).containsExactly("big.bin", "notes");
    assertThat(root.at("/files/0/file_size").asLong()).isEqualTo(BIG);
    JsonNode notes = get(server, "/api/2.0/mlflow/artifacts/list?path=notes&run_id=" + runId);
    assertThat(notes.findValuesAsText("path")).containsExactly("notes/read me.md");
    assertThat(
            client
                .send(
                    request(server, "/get-artifact?path=notes/read%20me.md&run_id=" + runId),
                    BodyHandlers.ofString())
                .body())
        .isEqualTo("hello");
    HttpResponse<InputStream> big =
        client.send(
            request(server, "/get-artifact?path=big.bin&run_id=" + runId),
            BodyHandlers.ofInputStream());
    try (InputStream body = big.body()) {
      assertThat(sha256(body)).isEqualTo(sha256(new Noise(BIG)));
    }
  }

  private String createRun(URI server) throws Exception {
    HttpRequest create =
        HttpRequest.newBuilder(server.resolve("/api/2.0/mlflow/runs/create"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"experiment_id\":\"0\",\"start_time\":1}"))
            .build();
    HttpResponse<String> created = client.send(create, BodyHandlers.ofString());
    assertThat(created.statusCode()).as(created.body()).isEqualTo(200);
    return json.readTree(created.body()).at("/run/info/run_id").asText();
  }

  private void put(URI server, String runId, String path, HttpRequest.BodyPublisher body)
      throws Exception {
    String encoded =
        URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
    URI target =
        server.resolve("/api/2.0/mlflow-artifacts/artifacts/0/" + runId + "/artifacts/" + encoded);
    HttpResponse<String> answer =
        client.send(HttpRequest.newBuilder(target).PUT(body).build(), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private JsonNode get(URI server, String target) throws Exception {
    HttpResponse<String> answer = client.send(request(server, target), BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return json.readTree(answer.body());
  }

  private static HttpRequest request(URI server, String target) {
    return HttpRequest.newBuilder(server.resolve(target)).build();
  }

  private static void create(EmbeddedPostgres postgres, Map<String, String> environment)
      throws Exception {
    try (var connection = postgres.getPostgresDatabase().getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          "CREATE ROLE %s LOGIN PASSWORD '%s'"
              .formatted(environment.get("POSTGRES_USER"), environment.get("POSTGRES_PASSWORD")));
      statement.execute(
          "CREATE DATABASE %s OWNER %s"
              .formatted(environment.get("POSTGRES_DB"), environment.get("POSTGRES_USER")));
    }
  }

  private static void replace(
      Map<String, String> environment, String name, String from, String to) {
    assertThat(environment.get(name)).contains(from);
    environment.put(name, environment.get(name).replace(from, to));
  }

  private static byte[] sha256(InputStream in) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    in.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return digest.digest();
  }

  private static long filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  /** The same so many random bytes each time, made as they are read. */
  private static final class Noise extends InputStream {

    private final Random random = new Random(42);
    private final byte[] block = new byte[8192];
    private int used = block.length;
    private long left;

    Noise(long count) {
      this.left = count;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (left == 0) {
        return -1;
      }
      if (used == block.length) {
        random.nextBytes(block);
        used = 0;
      }
      int count = (int) Math.min(Math.min(length, block.length - used), left);
      System.arraycopy(block, used, buffer, offset, count);
      used += count;
      left -= count;
      return count;
    }
  }
}
