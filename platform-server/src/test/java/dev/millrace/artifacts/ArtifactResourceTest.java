package dev.millrace.artifacts;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.artifact.ArtifactReader;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(FixtureDirectories.Profile.class)
@QuarkusTestResource(PostgresResource.class)
@QuarkusTestResource(LocalStoreResource.class)
class ArtifactResourceTest {

  private static final String API = "/api/2.0/mlflow-artifacts/artifacts";

  @TestHTTPResource URI server;
  @Inject ArtifactReader reader;
  @Inject ArtifactsConfig config;
  @Inject DataSource dataSource;
  @Inject ArtifactRepository repository;
  @Inject UnreferencedObjectCollector collector;

  private String root;

  @BeforeEach
  void chooseARootOfItsOwn() {
    root = "t/" + UUID.randomUUID();
  }

  @Test
  void aFileComesBackAsItWasSent() {
    byte[] content = bytes(300_000);
    assertThat(put(root + "/d/model.bin", content).statusCode()).isEqualTo(200);

    Response got = given().get(API + "/" + root + "/d/model.bin");

    assertThat(got.asByteArray()).isEqualTo(content);
    assertThat(got.header("Content-Length")).isEqualTo("300000");
    assertThat(got.header("Content-Type")).isEqualTo("application/octet-stream");
    assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(got.header("Content-Disposition")).isEqualTo("attachment; filename=model.bin");
  }

  @Test
  void textIsNamedAsSuchAndAnAwkwardNameIsQuoted() {
    put(root + "/notes \"é\".md", "hi".getBytes(StandardCharsets.UTF_8));

    Response got = given().get(API + "/" + root + "/notes \"é\".md");

    assertThat(got.header("Content-Type")).startsWith("text/plain");
    assertThat(got.header("Content-Disposition"))
        .isEqualTo(
            "attachment; filename=\"notes _e_.md\"; filename*=UTF-8''notes%20%22%C3%A9%22.md");
  }

  @Test
  void anEmptyFileIsAFile() {
    put(root + "/empty", new byte[0]);

    assertThat(given().get(API + "/" + root + "/empty").asByteArray()).isEmpty();
    assertThat(list(root).getList("files.path")).containsExactly("empty");
    assertThat(list(root).getMap("files[0]")).doesNotContainKey("file_size");
  }

  @Test
  void aFolderListsItsOwnFilesAndFoldersOnly() {
    put(root + "/b.txt", bytes(3));
    put(root + "/a/x", bytes(1));
    put(root + "/a/deep/y", bytes(1));
    put(root + "/a-b", bytes(2));
    put(root + "0/elsewhere", bytes(1));

    JsonPath listed = list(root);

    assertThat(listed.getList("files.path")).containsExactly("a", "a-b", "b.txt");
    assertThat(listed.getList("files.is_dir")).containsExactly(true, false, false);
    assertThat(listed.getInt("files[2].file_size")).isEqualTo(3);
    assertThat(list(root + "/a/").getList("files.path")).containsExactly("deep", "x");
    assertThat(list(root + "/b.txt").getMap("")).isEmpty();
    assertThat(list(root + "/nowhere").getMap("")).isEmpty();
    assertThat(list("").getList("files.path")).contains("t");
  }

  @Test
  void anOverwriteShowsTheNewFileAndRemovesTheOldObject() throws Exception {
    put(root + "/f", ownBytes("old"));
    long before = objects();

    put(root + "/f", "new".getBytes(StandardCharsets.UTF_8));

    assertThat(given().get(API + "/" + root + "/f").asString()).isEqualTo("new");
    assertThat(objects()).isEqualTo(before);
    assertThat(unreferenced()).isZero();
  }

  @Test
  void deletingAFolderRemovesAllThatIsInIt() throws Exception {
    long before = objects();
    put(root + "/d/a", ownBytes("a"));
    put(root + "/d/b/c", ownBytes("c"));
    put(root + "/d2", ownBytes("d2"));

    assertThat(given().delete(API + "/" + root + "/d").asString()).isEqualTo("{}");

    assertThat(list(root).getList("files.path")).containsExactly("d2");
    assertThat(objects()).isEqualTo(before + 1);
    assertThat(unreferenced()).isZero();
    assertThat(given().delete(API + "/" + root + "/d").statusCode()).isEqualTo(200);
  }

  @Test
  void aFileIsNoFolder() {
    put(root + "/f", bytes(1));

    Response below = put(root + "/f/g", bytes(1));
    assertThat(below.statusCode()).isEqualTo(400);
    assertThat(below.jsonPath().getString("message"))
        .isEqualTo("'%s/f/g' cannot be stored: '%s/f' is a file.".formatted(root, root));

    put(root + "/d/x", bytes(1));
    assertThat(put(root + "/d", bytes(1)).statusCode()).isEqualTo(400);
    Response folder = given().get(API + "/" + root + "/d");
    assertThat(folder.statusCode()).isEqualTo(400);
    assertThat(folder.jsonPath().getString("message"))
        .isEqualTo("Artifact path refers to a directory, not a file: '%s/d'".formatted(root));
  }

  @Test
  void anUnknownFileIsNotFound() {
    Response got = given().get(API + "/" + root + "/none");

    assertThat(got.statusCode()).isEqualTo(404);
    assertThat(got.jsonPath().getString("error_code")).isEqualTo("RESOURCE_DOES_NOT_EXIST");
    assertThat(got.jsonPath().getString("message"))
        .isEqualTo("No such artifact: '%s/none'".formatted(root));
  }

  @Test
  void oneRangeIsAnsweredAsAPart() {
    put(root + "/f", "0123456789".getBytes(StandardCharsets.UTF_8));

    Response middle = ranged("bytes=2-4");
    assertThat(middle.statusCode()).isEqualTo(206);
    assertThat(middle.asString()).isEqualTo("234");
    assertThat(middle.header("Content-Range")).isEqualTo("bytes 2-4/10");
    assertThat(ranged("bytes=7-").asString()).isEqualTo("789");
    assertThat(ranged("bytes=-2").asString()).isEqualTo("89");
    assertThat(ranged("bytes=8-99").header("Content-Range")).isEqualTo("bytes 8-9/10");
    assertThat(ranged("bytes=0-0,5-6").statusCode()).isEqualTo(200);
    Response behind = ranged("bytes=10-");
    assertThat(behind.statusCode()).isEqualTo(416);
    assertThat(behind.header("Content-Range")).isEqualTo("bytes */10");
  }

  @Test
  void aCallerThatHasTheFileIsToldSo() {
    put(root + "/f", bytes(10));
    String tag = given().get(API + "/" + root + "/f").header("ETag");

    for (String known : List.of(tag, "\"another\", " + tag, "W/" + tag, "*")) {
      assertThat(given().header("If-None-Match", known).get(API + "/" + root + "/f").statusCode())
          .as(known)
          .isEqualTo(304);
    }
    assertThat(
            given()
                .header("If-None-Match", "\"another\", \"" + tag.substring(2))
                .get(API + "/" + root + "/f")
                .statusCode())
        .isEqualTo(200);
    Response head = given().head(API + "/" + root + "/f");
    assertThat(head.header("ETag")).isEqualTo(tag);
    assertThat(head.header("Content-Length")).isEqualTo("10");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "%2e%2e/x",
        "%252e%252e/x",
        "..%2fx",
        "a/../../x",
        "/etc/passwd",
        "%2Fetc/passwd",
        "a%5Cb",
        "C:/x",
        "a%00b",
        "a%0Ab",
        "a//b",
        "a/./b",
        "a%23b",
        ""
      })
  void anUnsafePathIsRefusedAndNothingIsStored(String path) throws Exception {
    long before = objects();
    for (String prefix : List.of("/api", "/ajax-api")) {
      for (String method : List.of("PUT", "GET", "DELETE")) {
        String answer = raw(method, prefix + "/2.0/mlflow-artifacts/artifacts/" + path);

        assertThat(answer).as(method).startsWith("HTTP/1.1 400");
        assertThat(answer).contains("\"error_code\":\"INVALID_PARAMETER_VALUE\"");
      }
    }
    assertThat(objects()).isEqualTo(before);
  }

  @Test
  void anUploadNeedsAFileName() throws IOException {
    assertThat(raw("PUT", API + "/" + root + "/"))
        .startsWith("HTTP/1.1 400")
        .contains("Artifact path must include a filename (cannot end with '/').");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "%2e%2e/x", "%252e%252e/x", "/etc", "a%5Cb", "a%00b"})
  void anUnsafeFolderIsNotListed(String path) throws IOException {
    assertThat(raw("GET", API + "?path=" + path))
        .startsWith("HTTP/1.1 400")
        .contains("INVALID_PARAMETER_VALUE");
  }

  @Test
  void aRouteSpeltAnotherWayDoesNotReachTheStore() throws IOException {
    put(root + "/f", bytes(1));

    assertThat(raw("GET", "/api/./2.0/mlflow-artifacts/artifacts/" + root + "/f"))
        .startsWith("HTTP/1.1 400");
    assertThat(raw("GET", "/x/../api/2.0/mlflow-artifacts/artifacts/" + root + "/f"))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void theUiPrefixReachesTheSameFiles() {
    put(root + "/f", "x".getBytes(StandardCharsets.UTF_8));

    assertThat(given().get("/ajax-api/2.0/mlflow-artifacts/artifacts/" + root + "/f").asString())
        .isEqualTo("x");
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws Exception {
    long before = objects();
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("PUT %s/%s/cut HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3000000\r\n\r\n"
                  .formatted(API, root))
              .getBytes(StandardCharsets.US_ASCII));
      out.write(bytes(400_000));
      out.flush();
      Await.until("the object", () -> objects() == before + 1);
    }

    Await.until("the removal", () -> objects() == before && unreferenced() == 0);
    assertThat(given().get(API + "/" + root + "/cut").statusCode()).isEqualTo(404);
    assertThat(list(root).getMap("")).isEmpty();
  }

  @Test
  void anUploadMayBeLongerThanAnyOtherBody() throws Exception {
    HttpRequest.BodyPublisher chunked =
        HttpRequest.BodyPublishers.ofInputStream(() -> new RepeatedBytes(30_000_000));
    HttpResponse<String> put =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(server.resolve(API + "/" + root + "/big"))
                    .PUT(chunked)
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(put.statusCode()).isEqualTo(200);

    assertThat(list(root).getLong("files[0].file_size")).isEqualTo(30_000_000);
    try (InputStream big = given().get(API + "/" + root + "/big").asInputStream()) {
      assertThat(big.transferTo(OutputStream.nullOutputStream())).isEqualTo(30_000_000);
    }
  }

  @Test
  void aBodyThatIsReadIntoMemoryIsBounded() throws Exception {
    Response announced =
        given()
            .contentType("application/json")
            .body(new byte[11_000_000])
            .post("/api/2.0/mlflow-artifacts/mpu/create/x");
    assertThat(announced.statusCode()).isEqualTo(413);
    assertThat(announced.jsonPath().getString("message"))
        .isEqualTo("The request body is too large.");

    HttpResponse<String> counted =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(server.resolve("/api/2.0/mlflow-artifacts/mpu/create/x"))
                    .header("Content-Type", "application/json")
                    .POST(
                        HttpRequest.BodyPublishers.ofInputStream(
                            () -> new RepeatedBytes(11_000_000)))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(counted.statusCode()).isEqualTo(413);
  }

  /** The client of the JDK looks for the answer when it has sent all. */
  @Test
  void aFormThatIsTooLargeIsToldSoHoweverLongItIs() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .send(
                HttpRequest.newBuilder(
                        server.resolve(
                            "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=%s&path=long"
                                .formatted(FixtureDirectories.RUN_ID)))
                    .timeout(Duration.ofSeconds(30))
                    .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[60_000_000]))
                    .build(),
                HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("Artifact size is too large. Max size is 10MB.");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void damagedBytesNeverPassForTheFile(boolean checksumIsNoted) throws Exception {
    put(root + "/f", unsharedBytes());
    if (!checksumIsNoted) {
      // As objects of before are.
      Sql.execute(dataSource, "UPDATE artifact_objects SET crc32c = NULL");
    }
    change(objectOf(root + "/f"), new byte[] {1});

    assertThat(raw("GET", API + "/" + root + "/f").length()).isLessThan(100_000);
  }

  /** The generator of CRC-32C, x^32 first: a change by it leaves the checksum as it was. */
  private static final byte[] UNSEEN_BY_CRC32C = {(byte) 0xf1, 0x76, (byte) 0xec, 0x05, 0x01};

  @Test
  void aModelIsProvenWhenItIsLoaded() throws Exception {
    put(root + "/m/model.bin", unsharedBytes());
    change(objectOf(root + "/m/model.bin"), UNSEEN_BY_CRC32C);

    assertThat(given().get(API + "/" + root + "/m/model.bin").asByteArray()).hasSize(100_000);
    try (InputStream file = reader.open("mlflow-artifacts:/" + root + "/m", "model.bin")) {
      assertThatThrownBy(file::readAllBytes).hasMessageContaining("is damaged");
    }
  }

  /** A content that no other test shares an object with. */
  private static byte[] unsharedBytes() {
    byte[] content = new byte[100_000];
    new Random().nextBytes(content);
    return content;
  }

  private static void change(Path object, byte[] by) throws IOException {
    byte[] content = Files.readAllBytes(object);
    for (int i = 0; i < by.length; i++) {
      content[50_000 + i] ^= by[i];
    }
    Files.write(object, content);
  }

  @Test
  void uploadsInPartsAndPresignedOnesAreDeclined() {
    Response create =
        given()
            .contentType("application/json")
            .body("{\"path\":\"x\",\"num_parts\":2}")
            .post("/api/2.0/mlflow-artifacts/mpu/create/0/x");
    assertThat(create.statusCode()).isEqualTo(501);
    assertThat(create.jsonPath().getString("error_code")).isEqualTo("NOT_IMPLEMENTED");
    assertThat(create.jsonPath().getString("message"))
        .isEqualTo("Multipart upload is not supported for the current artifact repository");
    assertThat(given().get("/api/2.0/mlflow-artifacts/presigned/0/x").statusCode()).isEqualTo(501);
  }

  @Test
  void theReaderSeesTheFilesOfARoot() throws IOException {
    put(root + "/m/MLmodel", "flavors:".getBytes(StandardCharsets.UTF_8));
    put(root + "/m/data/model.bin", bytes(5));

    assertThat(reader.listAll("mlflow-artifacts:/" + root + "/m"))
        .extracting(entry -> entry.path() + " " + entry.sizeBytes())
        .containsExactly("MLmodel 8", "data/model.bin 5");
    try (InputStream file = reader.open("mlflow-artifacts:/" + root + "/m", "MLmodel")) {
      assertThat(file).hasContent("flavors:");
    }
  }

  @Test
  void aRunListsAndServesItsOwnFiles() {
    put("0/" + FixtureDirectories.RUN_ID + "/artifacts/" + root + "/a/x.txt", bytes(7));

    JsonPath listed =
        given()
            .queryParam("run_id", FixtureDirectories.RUN_ID)
            .queryParam("path", root + "/a")
            .get("/api/2.0/mlflow/artifacts/list")
            .jsonPath();
    assertThat(listed.getString("root_uri")).isEqualTo(FixtureDirectories.RUN_ROOT);
    assertThat(listed.getList("files.path")).containsExactly(root + "/a/x.txt");
    assertThat(listed.getInt("files[0].file_size")).isEqualTo(7);
    for (String name : List.of("run_id", "run_uuid")) {
      Response got =
          given()
              .queryParam(name, FixtureDirectories.RUN_ID)
              .queryParam("path", root + "/a/x.txt")
              .get("/get-artifact");
      assertThat(got.asByteArray()).isEqualTo(bytes(7));
      assertThat(got.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /api/2.0/mlflow/artifacts/list?run_id=nope | 404 | Run with id=nope not found
          /get-artifact?run_id=nope&path=a | 404 | Run with id=nope not found
          /get-artifact?path=a | 404 | Run with id=None not found
          /get-artifact?run_id=nope&path=/etc/passwd | 400 | Invalid path
          /get-artifact?run_id=nope&path=%252e%252e/x | 400 | Invalid path
          /api/2.0/mlflow/artifacts/list?run_id=nope&path=../.. | 400 | Invalid path
          /api/2.0/mlflow/logged-models/nope/artifacts/directories | 404 | Logged model with ID 'nope' not found.
          /api/2.0/mlflow/logged-models/nope/artifacts/directories?artifact_directory_path=.. | 400 | Invalid path
          /ajax-api/2.0/mlflow/logged-models/nope/artifacts/files | 400 | Request must include the "artifact_file_path" query parameter.
          /model-versions/get-artifact?name=nope&version=1&path=x | 404 | Model Version (name=nope, version=1) not found
          """)
  void anUnknownOwnerOrAnUnsafePathIsNamed(String target, int status, String message) {
    Response got = given().urlEncodingEnabled(false).get(target);

    assertThat(got.statusCode()).isEqualTo(status);
    assertThat(got.jsonPath().getString("message")).isEqualTo(message);
  }

  @Test
  void aListNeedsARun() {
    assertThat(given().get("/api/2.0/mlflow/artifacts/list").jsonPath().getString("message"))
        .startsWith("Missing value for required parameter 'run_id'.");
  }

  @Test
  void theUploadFormStoresAFileOfTheRun() {
    String form = "/ajax-api/2.0/mlflow/upload-artifact?run_uuid=" + FixtureDirectories.RUN_ID;
    String path = root + "/up.txt";

    assertThat(form(form + "&path=" + path, "up").statusCode()).isEqualTo(200);

    assertThat(
            given().get(API + "/0/" + FixtureDirectories.RUN_ID + "/artifacts/" + path).asString())
        .isEqualTo("up");
    Response other =
        given()
            .header("Content-MD5", "1B2M2Y8AsgTpgAmY7PhCfg==")
            .contentType("application/octet-stream")
            .body("another".getBytes(StandardCharsets.UTF_8))
            .post(form + "&path=" + path);
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(message(other)).contains("MD5", "announced");
    assertThat(message(form(form + "&path=" + path, ""))).isEqualTo("Request must specify data.");
    assertThat(message(form(form, "x"))).isEqualTo("Request must specify path.");
    assertThat(message(form("/ajax-api/2.0/mlflow/upload-artifact?path=x", "x")))
        .isEqualTo("Request must specify run_uuid.");
    assertThat(message(form(form + "&path=" + path, "x".repeat(11_000_000))))
        .isEqualTo("Artifact size is too large. Max size is 10MB.");
  }

  @Test
  void aModelServesItsFilesByModelAndByVersion() {
    put("0/models/" + FixtureDirectories.MODEL_ID + "/artifacts/MLmodel", bytes(9));
    put("0/models/" + FixtureDirectories.MODEL_ID + "/artifacts/d/e.png", bytes(1));

    String model = "/2.0/mlflow/logged-models/" + FixtureDirectories.MODEL_ID + "/artifacts";
    JsonPath listed = given().get("/api" + model + "/directories").jsonPath();
    assertThat(listed.getString("root_uri")).isEqualTo(FixtureDirectories.MODEL_ROOT);
    assertThat(listed.getList("files.path")).containsExactly("MLmodel", "d");
    assertThat(
            given()
                .queryParam("artifact_directory_path", "d")
                .get("/api" + model + "/directories")
                .jsonPath()
                .getList("files.path"))
        .containsExactly("d/e.png");
    Response file = given().get("/ajax-api" + model + "/files?artifact_file_path=MLmodel");
    assertThat(file.asByteArray()).isEqualTo(bytes(9));
    assertThat(file.header("Content-Type")).startsWith("text/plain");
    assertThat(
            given()
                .get("/model-versions/get-artifact?name=churn&version=1&path=MLmodel")
                .asByteArray())
        .isEqualTo(bytes(9));
  }

  @Test
  void onlyObjectsThatNothingRefersToForLongAreCollected() throws Exception {
    put(root + "/kept", bytes(1));
    OptionalLong five = OptionalLong.of(5);
    repository.write("aa/00000000000000000000000000000a", new RepeatedBytes(5), five);
    repository.write("bb/00000000000000000000000000000b", new RepeatedBytes(5), five);
    try (var connection = dataSource.getConnection();
        var statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO unreferenced_objects VALUES
            ('aa/00000000000000000000000000000a', now() - interval '25 hours'),
            ('bb/00000000000000000000000000000b', now() - interval '23 hours')
          """);
      long before = objects();

      assertThat(collector.collect()).isEqualTo(1);

      assertThat(objects()).isEqualTo(before - 1);
      assertThat(unreferenced()).isEqualTo(1);
      repository.remove("bb/00000000000000000000000000000b");
      statement.execute("DELETE FROM unreferenced_objects");
    }
  }

  private static Response form(String target, String body) {
    return given()
        .contentType("application/octet-stream")
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post(target);
  }

  private static String message(Response response) {
    assertThat(response.statusCode()).isEqualTo(400);
    return response.jsonPath().getString("message");
  }

  private Response ranged(String range) {
    return given().header("Range", range).get(API + "/" + root + "/f");
  }

  private static Response put(String path, byte[] content) {
    return given().contentType("application/octet-stream").body(content).put(API + "/" + path);
  }

  private static JsonPath list(String path) {
    return given().queryParam("path", path).get(API).jsonPath();
  }

  /** A content that no other test stores. */
  private byte[] ownBytes(String content) {
    return (root + content).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** The whole answer to a request line that no client library tidies up. */
  private String raw(String method, String target) throws IOException {
    try (Socket socket = new Socket(server.getHost(), server.getPort())) {
      socket.setSoTimeout(20_000);
      socket
          .getOutputStream()
          .write(
              "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Length: 4\r\n\r\nevil"
                  .formatted(method, target)
                  .getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private Path objectOf(String path) throws Exception {
    try (var connection = dataSource.getConnection();
        var query =
            connection.prepareStatement(
                "SELECT object_key FROM artifacts JOIN artifact_objects USING (sha256)"
                    + " WHERE path = ?")) {
      query.setString(1, path);
      try (var rows = query.executeQuery()) {
        rows.next();
        return Path.of(config.location()).resolve(rows.getString(1));
      }
    }
  }

  private long objects() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(config.location()))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private long unreferenced() throws Exception {
    try (var connection = dataSource.getConnection();
        var query = connection.prepareStatement("SELECT count(*) FROM unreferenced_objects");
        var rows = query.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
