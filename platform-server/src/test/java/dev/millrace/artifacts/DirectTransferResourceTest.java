package dev.millrace.artifacts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Transfers past the server, with a real MinIO. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(value = S3StoreResource.class, restrictToAnnotatedClass = true)
class DirectTransferResourceTest {

  private static final String API = "/api/2.0/mlflow-artifacts/";
  private static final int PART = 5 << 20;

  @Inject DataSource dataSource;
  @Inject ArtifactRepository repository;
  @Inject UnreferencedObjectCollector collector;

  private final HttpClient http = HttpClient.newHttpClient();
  private String root;

  @BeforeEach
  void chooseARootOfItsOwn() {
    root = "t/" + UUID.randomUUID();
  }

  @Test
  void partsThatACallerSentBecomeAFileWhenItSaysSo() throws Exception {
    byte[] content = randomBytes(PART + 1000);
    JsonPath upload = create("big.bin", 2);
    List<Map<String, Object>> parts = send(upload, content);

    assertThat(files()).isNull();
    assertThat(complete("big.bin", upload, parts).statusCode()).isEqualTo(200);

    assertThat(files()).containsExactly("big.bin");
    assertThat(given().get(API + "artifacts/" + root + "/big.bin").asByteArray())
        .isEqualTo(content);
    assertThat(complete("big.bin", upload, parts).statusCode()).as("asked again").isEqualTo(200);
  }

  @Test
  void anUploadWhoseAnswerWasLostInTheMiddleIsCompletedTheSecondTime() throws Exception {
    byte[] content = randomBytes(1000);
    JsonPath upload = create("f", 1);
    List<Map<String, Object>> parts = send(upload, content);
    // As if the server had died after the store put the parts together.
    repository
        .directTransfers()
        .orElseThrow()
        .complete(keyOf(upload), upload.getString("upload_id"), List.of(part(parts)));

    assertThat(complete("f", upload, parts).statusCode()).isEqualTo(200);

    assertThat(given().get(API + "artifacts/" + root + "/f").asByteArray()).isEqualTo(content);
  }

  @Test
  void aPartThatTheStoreDoesNotHaveIsTheCallersFault() throws Exception {
    JsonPath upload = create("f", 1);
    send(upload, randomBytes(10));

    Response refused =
        complete("f", upload, List.of(Map.of("part_number", 1, "etag", "0123456789abcdef")));

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message")).contains(root + "/f", "InvalidPart");
    assertThat(files()).isNull();
  }

  @Test
  void anAbortedUploadIsGone() throws Exception {
    JsonPath upload = create("f", 1);
    List<Map<String, Object>> parts = send(upload, randomBytes(10));

    Response aborted =
        json(Map.of("path", "/tmp/f", "upload_id", upload.getString("upload_id")), "abort");

    assertThat(aborted.statusCode()).isEqualTo(200);
    assertThat(complete("f", upload, parts).statusCode()).isEqualTo(404);
    assertThat(Sql.number(dataSource, "SELECT count(*) FROM unreferenced_objects")).isZero();
  }

  @Test
  void anUploadThatNobodyCompletesIsCollectedWithItsParts() throws Exception {
    JsonPath upload = create("f", 1);
    send(upload, randomBytes(10));
    Sql.execute(dataSource, "UPDATE unreferenced_objects SET since = now() - interval '25 hours'");

    assertThat(collector.collect()).isPositive();

    assertThat(put(upload.getString("credentials[0].url"), randomBytes(10)).statusCode())
        .as("another part")
        .isEqualTo(404);
  }

  @Test
  void anUploadBelongsToItsPath() throws Exception {
    JsonPath upload = create("f", 1);
    List<Map<String, Object>> parts = send(upload, randomBytes(10));

    assertThat(complete("other", upload, parts).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource({
    "create, '{\"num_parts\":1}', path",
    "create, '{\"path\":\"f\",\"num_parts\":0}', num_parts",
    "create, '{\"path\":\"f\",\"num_parts\":10001}', num_parts",
    "create, '{\"path\":\"..\",\"num_parts\":1}', path",
    "complete, '{\"path\":\"f\"}', parts",
    "complete, '{\"path\":\"f\",\"parts\":[{\"part_number\":0,\"etag\":\"x\"}]}', parts[0]",
    "abort, '{\"path\":\"f\"}', upload_id"
  })
  void whatIsMissingOrWrongIsNamed(String step, String body, String named) {
    Response refused =
        given().contentType("application/json").body(body).post(API + "mpu/" + step + "/" + root);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message")).contains(named);
  }

  @Test
  void aSignedUrlGivesTheFileThatItWasMadeForAlsoWhenItIsReplaced() throws Exception {
    byte[] content = randomBytes(2000);
    given().body(content).put(API + "artifacts/" + root + "/f.html");
    JsonPath signed = given().get(API + "presigned/" + root + "/f.html").jsonPath();

    given().body(randomBytes(10)).put(API + "artifacts/" + root + "/f.html");

    HttpResponse<byte[]> read = get(signed.getString("url"));
    assertThat(read.statusCode()).isEqualTo(200);
    assertThat(read.body()).isEqualTo(content);
    assertThat(read.headers().firstValue("Content-Disposition"))
        .contains("attachment; filename=f.html");
    assertThat(signed.getLong("file_size")).isEqualTo(2000);
    Sql.execute(dataSource, "UPDATE unreferenced_objects SET since = now() - interval '25 hours'");
    collector.collect();
    assertThat(get(signed.getString("url")).statusCode()).isEqualTo(200);
    Sql.execute(dataSource, "UPDATE artifact_objects SET leased_until = now()");
    collector.collect();
    assertThat(get(signed.getString("url")).statusCode()).isEqualTo(404);
  }

  @Test
  void aFileThatIsNotThereHasNoUrl() {
    assertThat(given().get(API + "presigned/" + root + "/nothing").statusCode()).isEqualTo(404);
  }

  @Test
  void filesOfAnyLengthComeBackFromTheBucket() {
    for (int length : new int[] {0, 1, 65_536, 65_537, 1_048_576, 1_048_577, 3_000_000}) {
      byte[] content = randomBytes(length);
      assertThat(given().body(content).put(API + "artifacts/" + root + "/f").statusCode())
          .isEqualTo(200);
      assertThat(given().get(API + "artifacts/" + root + "/f").asByteArray())
          .as(length + " bytes")
          .isEqualTo(content);
    }
  }

  private JsonPath create(String name, int parts) {
    Response created = json(Map.of("path", "/home/me/" + name, "num_parts", parts), "create");
    assertThat(created.statusCode()).isEqualTo(200);
    return created.jsonPath();
  }

  /** Sends the parts to the URLs that the server named; what to say of them. */
  private List<Map<String, Object>> send(JsonPath upload, byte[] content) throws Exception {
    int count = upload.getList("credentials").size();
    List<Map<String, Object>> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] part = Arrays.copyOfRange(content, i * PART, Math.min(content.length, (i + 1) * PART));
      HttpResponse<Void> sent = put(upload.getString("credentials[" + i + "].url"), part);
      assertThat(sent.statusCode()).isEqualTo(200);
      parts.add(
          Map.of(
              "part_number",
              upload.getInt("credentials[" + i + "].part_number"),
              "etag",
              sent.headers().firstValue("ETag").orElseThrow()));
    }
    return parts;
  }

  private static io.minio.messages.Part part(List<Map<String, Object>> sent) {
    return new io.minio.messages.Part(1, sent.get(0).get("etag").toString().replace("\"", ""));
  }

  private Response complete(String name, JsonPath upload, List<Map<String, Object>> parts) {
    return json(
        Map.of(
            "path", "/home/me/" + name, "upload_id", upload.getString("upload_id"), "parts", parts),
        "complete");
  }

  private Response json(Map<String, Object> body, String step) {
    return given()
        .contentType("application/json")
        .body(body)
        .post(API + "mpu/" + step + "/" + root);
  }

  private HttpResponse<Void> put(String url, byte[] content)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url))
            .PUT(HttpRequest.BodyPublishers.ofByteArray(content))
            .build(),
        HttpResponse.BodyHandlers.discarding());
  }

  private HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private List<String> files() {
    return given().queryParam("path", root).get(API + "artifacts").jsonPath().getList("files.path");
  }

  private String keyOf(JsonPath upload) throws Exception {
    try (var connection = dataSource.getConnection();
        var query =
            connection.prepareStatement(
                "SELECT object_key FROM multipart_uploads WHERE upload_id = ?")) {
      query.setString(1, upload.getString("upload_id"));
      try (var rows = query.executeQuery()) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  private static byte[] randomBytes(int count) {
    byte[] bytes = new byte[count];
    new Random().nextBytes(bytes);
    return bytes;
  }
}
