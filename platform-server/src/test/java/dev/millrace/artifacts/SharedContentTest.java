package dev.millrace.artifacts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of the same content share one object; what is not what was sent is not stored. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(LocalStoreResource.class)
class SharedContentTest {

  private static final String API = "/api/2.0/mlflow-artifacts/artifacts/";
  private static final int LONG = 3_000_000;

  @Inject ArtifactsConfig config;
  @Inject DataSource dataSource;
  @Inject ArtifactStore manifest;
  @Inject UnreferencedObjectCollector collector;

  private String root;

  @BeforeEach
  void chooseARootOfItsOwn() {
    root = "t/" + UUID.randomUUID();
  }

  @ParameterizedTest
  @CsvSource({"100", "3000000"})
  void twoFilesOfTheSameContentShareAnObjectThatGoesWithTheLast(int bytes) throws Exception {
    byte[] content = randomBytes(bytes);
    long before = objects();

    put("a", content);
    put("b", content);

    assertThat(objects()).isEqualTo(before + 1);
    delete("a");
    assertThat(given().get(API + root + "/b").asByteArray()).isEqualTo(content);
    delete("b");
    assertThat(objects()).isEqualTo(before);
    assertThat(unreferenced()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"100", "3000000"})
  void aContentWhoseObjectWasLostIsThereAgainWhenItIsSentAgain(int bytes) throws Exception {
    byte[] content = randomBytes(bytes);
    put("a", content);
    loseObjectOfA(bytes);
    assertThat(given().get(API + root + "/a").statusCode()).isEqualTo(500);

    put("b", content);

    assertThat(given().get(API + root + "/b").asByteArray()).isEqualTo(content);
    assertThat(given().get(API + root + "/a").asByteArray()).isEqualTo(content);
    assertThat(unreferenced()).isZero();
  }

  private void loseObjectOfA(int bytes) throws Exception {
    String key = manifest.findArtifact(ArtifactPath.of(root + "/a")).orElseThrow().objectKey();
    Path object = Path.of(config.location()).resolve(key);
    assertThat(object).hasSize(bytes);
    Files.delete(object);
  }

  @Test
  void aFileThatIsSentAgainStaysAsItIs() throws IOException {
    byte[] content = randomBytes(LONG);
    put("a", content);
    long before = objects();

    put("a", content);

    assertThat(objects()).isEqualTo(before);
    assertThat(given().get(API + root + "/a").asByteArray()).isEqualTo(content);
  }

  @Test
  void anOverwriteDoesNotTouchTheOtherFilesOfTheContent() throws IOException {
    byte[] content = randomBytes(50);
    put("a", content);
    put("b", content);

    put("a", randomBytes(51));

    assertThat(given().get(API + root + "/b").asByteArray()).isEqualTo(content);
  }

  @Test
  void whoeverStoresAndRemovesTheSameContentsAtOnceLosesNothing() throws Exception {
    List<byte[]> contents = List.of(randomBytes(10), randomBytes(20), randomBytes(LONG));
    long before = objects();
    ExecutorService workers = Executors.newFixedThreadPool(6);
    try {
      List<Future<byte[]>> last = new ArrayList<>();
      for (int worker = 0; worker < 6; worker++) {
        String name = "w" + worker;
        Random random = new Random(worker);
        last.add(workers.submit(() -> storeAndRemove(name, contents, random)));
      }
      for (int worker = 0; worker < 6; worker++) {
        byte[] content = last.get(worker).get();
        Response read = given().get(API + root + "/w" + worker);
        assertThat(read.statusCode()).as("w" + worker).isEqualTo(200);
        assertThat(read.asByteArray()).isEqualTo(content);
      }
    } finally {
      workers.shutdownNow();
    }
    given().delete(API + root);
    Sql.execute(dataSource, "UPDATE unreferenced_objects SET since = now() - interval '2 days'");
    collector.collect();
    assertThat(objects()).isEqualTo(before);
  }

  private byte[] storeAndRemove(String name, List<byte[]> contents, Random random) {
    byte[] content = contents.get(0);
    for (int i = 0; i < 25; i++) {
      content = contents.get(random.nextInt(contents.size()));
      put(name, content);
      if (random.nextInt(3) == 0) {
        delete(name);
        put(name, content);
      }
    }
    return content;
  }

  @ParameterizedTest
  @CsvSource({"100", "3000000"})
  void whatIsNotWhatWasAnnouncedIsRefusedAndTheFileStays(int bytes) throws Exception {
    byte[] old = randomBytes(bytes + 1);
    put("a", old);
    byte[] content = randomBytes(bytes);
    long before = objects();
    String wrongMd5 = base64("MD5", old);
    String wrongSha256 = base64("SHA-256", old);

    for (String[] header :
        new String[][] {
          {"Content-MD5", wrongMd5},
          {"x-amz-checksum-sha256", wrongSha256},
          {"Content-Digest", "sha-256=:" + wrongSha256 + ":"}
        }) {
      Response refused = given().header(header[0], header[1]).body(content).put(API + root + "/a");

      assertThat(refused.statusCode()).as(header[0]).isEqualTo(400);
      assertThat(refused.jsonPath().getString("error_code")).isEqualTo("INVALID_PARAMETER_VALUE");
      assertThat(refused.jsonPath().getString("message")).contains(root + "/a", "announced");
    }
    assertThat(objects()).isEqualTo(before);
    assertThat(given().get(API + root + "/a").asByteArray()).isEqualTo(old);
  }

  @Test
  void whatIsWhatWasAnnouncedIsStored() throws Exception {
    byte[] content = randomBytes(1000);

    Response stored =
        given()
            .header("Content-MD5", base64("MD5", content))
            .header("x-amz-checksum-sha256", base64("SHA-256", content))
            .header(
                "Content-Digest", "sha-512=:AAAA:, sha-256=:" + base64("SHA-256", content) + ":")
            .body(content)
            .put(API + root + "/a");

    assertThat(stored.statusCode()).isEqualTo(200);
    assertThat(given().get(API + root + "/a").asByteArray()).isEqualTo(content);
  }

  @ParameterizedTest
  @CsvSource({
    "Content-MD5,abc",
    "Content-MD5,AAAA",
    "x-amz-checksum-sha256,???",
    "Content-Digest,sha-256=:AAAA:",
    "Content-Digest,sha-256=2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
    "Content-Digest,SHA-256=LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE="
  })
  void aHeaderThatIsNoHashIsNamed(String header, String value) {
    Response refused = given().header(header, value).body("x").put(API + root + "/a");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message")).contains(header);
  }

  @Test
  void aFileWithoutAnExtensionIsNamedByItsFirstBytes() {
    byte[] png = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0};
    put("picture", png);
    put("notes", "längere Notiz\n".getBytes(StandardCharsets.UTF_8));
    put("weights", new byte[] {0, 1, 2, 3});
    put("page", "<html><script>alert(1)</script></html>".getBytes(StandardCharsets.UTF_8));

    assertThat(typeOf("picture")).isEqualTo("image/png");
    assertThat(typeOf("notes")).startsWith("text/plain");
    assertThat(typeOf("weights")).isEqualTo("application/octet-stream");
    assertThat(typeOf("page")).startsWith("text/plain");
  }

  private String typeOf(String name) {
    return given().get(API + root + "/" + name).contentType();
  }

  private void put(String name, byte[] content) {
    assertThat(given().body(content).put(API + root + "/" + name).statusCode()).isEqualTo(200);
  }

  private void delete(String name) {
    assertThat(given().delete(API + root + "/" + name).statusCode()).isEqualTo(200);
  }

  private static String base64(String algorithm, byte[] content) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(content));
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random().nextBytes(bytes);
    return bytes;
  }

  private long objects() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(config.location()))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private long unreferenced() throws SQLException {
    return Sql.number(dataSource, "SELECT count(*) FROM unreferenced_objects");
  }
}
