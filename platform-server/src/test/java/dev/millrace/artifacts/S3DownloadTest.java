package dev.millrace.artifacts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.netty.buffer.PooledByteBufAllocator;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files on their way from a real MinIO to callers. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(value = S3StoreResource.class, restrictToAnnotatedClass = true)
class S3DownloadTest {

  private static final String API = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int LENGTH = 3_000_000;
  private static final int LONG = 50_000_000;
  private static final int CALLERS = 30;

  @Inject DataSource dataSource;
  @Inject ArtifactRepository repository;

  @TestHTTPResource URI server;

  private String file;

  @BeforeEach
  void chooseAFileOfItsOwn() {
    assertThat(repository.directTransfers()).as("the store is the bucket").isPresent();
    file = "t/" + UUID.randomUUID() + "/f";
  }

  @Test
  void aPartIsThatPart() {
    byte[] content = stored(LENGTH);
    for (int[] part : new int[][] {{0, 1}, {1_000_000, 2_500_000}, {LENGTH - 1, LENGTH}}) {
      var answer =
          given().header("Range", "bytes=%d-%d".formatted(part[0], part[1] - 1)).get(API + file);
      assertThat(answer.statusCode()).isEqualTo(206);
      assertThat(answer.asByteArray()).isEqualTo(Arrays.copyOfRange(content, part[0], part[1]));
    }
  }

  @Test
  void aConnectionThatGaveOneFileGivesOthers() throws IOException {
    byte[] content = stored(LENGTH);
    try (Socket caller = connect()) {
      for (int i = 0; i < 20; i++) {
        ask(caller);
        assertThat(bodyOf(caller, LENGTH)).isEqualTo(content);
      }
    }
  }

  @Test
  void whatIsNotInTheStoreIsSaidSo() throws IOException {
    stored(LENGTH);
    repository.remove(objectKey());

    var answer = given().get(API + file);
    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.jsonPath().getString("message")).contains(file, "missing");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1})
  void damagedBytesNeverPassForTheFile(int longer) throws IOException {
    byte[] content = stored(LENGTH);
    byte[] damaged = Arrays.copyOf(content, LENGTH + longer);
    damaged[LENGTH / 2] ^= 1;
    repository.remove(objectKey());
    repository.write(
        objectKey(), new ByteArrayInputStream(damaged), OptionalLong.of(damaged.length));

    try (Socket caller = connect()) {
      ask(caller);
      assertThat(bodyOf(caller, LENGTH)).as("cut off before its end").hasSizeLessThan(LENGTH);
    }
  }

  @Test
  void callersThatDoNotReadHoldLittleAndWhenTheyGoNothing() throws IOException {
    put(new RepeatedBytes(LONG));
    List<Socket> callers = new ArrayList<>();
    try {
      for (int i = 0; i < CALLERS; i++) {
        Socket caller = connect();
        callers.add(caller);
        ask(caller);
        assertThat(caller.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
      }
      assertThat(held()).isLessThan(CALLERS * 2L << 20);

      assertThat(given().get(API + file).asByteArray()).as("who reads gets it").hasSize(LONG);
    } finally {
      for (Socket caller : callers) {
        caller.close();
      }
    }
    Await.until("all is given back", () -> held() == 0);
  }

  /** Bytes of answers that are between the store and callers. */
  private static long held() {
    return PooledByteBufAllocator.DEFAULT.pinnedDirectMemory();
  }

  /** Puts random content there; that content. */
  private byte[] stored(int length) {
    byte[] content = new byte[length];
    new Random().nextBytes(content);
    put(new ByteArrayInputStream(content));
    return content;
  }

  private void put(InputStream content) {
    assertThat(
            given()
                .contentType("application/octet-stream")
                .body(content)
                .put(API + file)
                .statusCode())
        .isEqualTo(200);
  }

  private Socket connect() throws IOException {
    return new Socket(server.getHost(), server.getPort());
  }

  private void ask(Socket caller) throws IOException {
    caller
        .getOutputStream()
        .write(
            "GET %s%s HTTP/1.1\r\nHost: %s\r\n\r\n"
                .formatted(API, file, server.getAuthority())
                .getBytes(StandardCharsets.US_ASCII));
  }

  /** The body of an answer: so many bytes, or what came until it was cut off. */
  private static byte[] bodyOf(Socket caller, int length) throws IOException {
    InputStream in = caller.getInputStream();
    StringBuilder head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return new byte[0];
      }
      head.append((char) next);
    }
    assertThat(head.toString()).startsWith("HTTP/1.1 200");
    return in.readNBytes(length);
  }

  private String objectKey() {
    try (var connection = dataSource.getConnection();
        var query =
            connection.prepareStatement(
                "SELECT object_key FROM artifacts JOIN artifact_objects USING (sha256)"
                    + " WHERE path = ?")) {
      query.setString(1, file);
      try (var rows = query.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }
}
