package dev.millrace.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class HttpSafetyResourceTest {

  @Test
  void refusesAHostThatIsNotOurs() {
    Response response = given().header("Host", "127.0.0.1.evil.example.com").get("/api/2.0/x");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void answersProbesWhateverTheHost() {
    assertThat(given().header("Host", "node-7").get("/health").statusCode()).isEqualTo(200);
    assertThat(given().header("Host", "node-7").get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAChangeFromAnotherOrigin() {
    assertThat(given().header("Origin", "http://evil.example.com").post("/api/2.0/x").statusCode())
        .isEqualTo(403);
  }

  @Test
  void refusesAPathThatIsNotPlain() {
    Response response = given().urlEncodingEnabled(false).get("/api/2.0/%2e%2e/health");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo("INVALID_PARAMETER_VALUE");
  }

  @Test
  void refusesAQueryWithANul() {
    Response response =
        given()
            .urlEncodingEnabled(false)
            .body("bytes")
            .post("/api/2.0/mlflow/upload-artifact?run_uuid=a%00b&path=c");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo("INVALID_PARAMETER_VALUE");
  }

  @ParameterizedTest
  @EnumSource
  void takesABodyInEveryVersionOfHttp(HttpClient.Version version) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(version).build();
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(url("/api/2.0/mlflow/runs/create")))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString("{\"experiment_id\": \"0\", \"start_time\": 7}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("\"start_time\":7");
    }
  }

  /** Else the room for short bodies would be gone one day. */
  @Test
  void aShortBodyThatBreaksOffGivesItsRoomBack() throws Exception {
    List<Socket> senders = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      Socket sender = new Socket("127.0.0.1", RestAssured.port);
      senders.add(sender);
      sender
          .getOutputStream()
          .write(
              ("PUT /api/2.0/mlflow-artifacts/artifacts/t/broken HTTP/1.1\r\nHost: localhost\r\n"
                      + "Content-Length: 1000000\r\n\r\nbegin")
                  .getBytes(StandardCharsets.US_ASCII));
    }
    Await.until("three bodies", () -> ShortBodies.heldBytes() == 3_000_000);

    for (Socket sender : senders) {
      sender.close();
    }
    Await.until("their room", () -> ShortBodies.heldBytes() == 0);
  }

  /** A browser sends a page's request without a content type to any origin, and asks nobody. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /api/2.0/mlflow/runs/search",
        "PATCH /api/2.0/mlflow/logged-models/m-1/tags"
      })
  void refusesAJsonBodyThatSaysNotThatItIsOne(String route) throws Exception {
    String[] parts = route.split(" ");
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(url(parts[1])))
                    .method(parts[0], BodyPublishers.ofString("{\"experiment_ids\": [\"0\"]}"))
                    .build(),
                BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("INVALID_PARAMETER_VALUE", "Content-Type header is missing");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWithTheReasonHoweverItIsSent() throws Exception {
    byte[] body = new byte[(int) BodyLimits.MAX_BODY_BYTES + 1];
    Arrays.fill(body, (byte) ' ');
    for (BodyPublisher publisher :
        List.of(
            BodyPublishers.ofByteArray(body),
            // No length: sent in chunks.
            BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(url("/api/2.0/mlflow/runs/log-batch")))
                      .header("Content-Type", "application/json")
                      .POST(publisher)
                      .build(),
                  BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(413);
      assertThat(answer.body())
          .contains("INVALID_PARAMETER_VALUE", "The request body is too large.");
    }
  }

  @Test
  void aCompressedBodyIsNotBlownUp() throws Exception {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write("{\"experiment_ids\": [\"0\"]}".getBytes(StandardCharsets.UTF_8));
    }
    Response response =
        given()
            .header("Content-Encoding", "gzip")
            .contentType("application/json")
            .body(compressed.toByteArray())
            .post("/api/2.0/mlflow/runs/search");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo("BAD_REQUEST");
  }

  private static String url(String path) {
    return "http://127.0.0.1:" + RestAssured.port + path;
  }

  @Test
  void answersCarryTheSafetyHeaders() {
    Response api = given().get("/api/2.0/x");
    assertThat(api.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(api.header("Content-Security-Policy")).isNull();
    assertThat(given().get("/").header("Content-Security-Policy")).contains("script-src 'self'");
  }

  /** It is opened by itself, too: the sandbox is the answer's, and not only that of a frame. */
  @Test
  void pageThatShowsWhatWasLoggedIsNobodysAndReachesNothing() {
    Response preview = given().get("/preview.html");
    assertThat(preview.header("Content-Security-Policy"))
        .contains("sandbox allow-scripts;", "default-src 'none'", "frame-ancestors 'self'")
        .doesNotContain("connect-src", "allow-same-origin");
    assertThat(preview.header("Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(given().get("/assets/x.js").header("Cross-Origin-Resource-Policy"))
        .isEqualTo("cross-origin");
  }

  @Test
  void readinessLooksAtTheDatabase() {
    assertThat(given().get("/q/health/ready").jsonPath().getString("checks[0].name"))
        .contains("Database");
  }
}
