package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused under the Open Inference Protocol, and that each refusal has its form. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class V2RefusalTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String X =
      "{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,2]}";
  private static final String Y =
      "{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,2]}";

  /** A value that no answer may repeat. */
  private static final String SECRET = "5up3rs3cr3t";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @TestHTTPResource URI server;

  @Test
  void tensorsThatAreNotWhatTheySayAreNamed() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    requireReason(name, inputs(y("[2]", "FP64", "[1]")), "'y'", "2 values, got 1");
    requireReason(name, inputs(y("[2]", "FP64", "[1,2,3]")), "'y'", "2 values, got 3");
    requireReason(name, inputs(y("[2,1]", "FP64", "[[1,2]]")), "'y'", "nested as [1, 2]");
    requireReason(name, inputs(y("[2,1]", "FP64", "[[1],[2,3]]")), "'y'", "different lengths");
    requireReason(name, inputs(y("[2]", "FP64", "[1,[2]]")), "'y'", "different depths");
    requireReason(name, inputs(y("[2]", "FP64", "[[1],2]")), "'y'", "different depths");
    requireReason(name, inputs(y("[2]", "FP64", "7")), "'y'", "data must be a list");
    requireReason(name, inputs(y("[2,2]", "FP64", "[1,2,3,4]")), "'y'", "[n] or [n, 1]");
    requireReason(name, inputs(y("[3]", "FP64", "[1,2,3]")), "'y'", "as many rows");
    requireReason(name, inputs(y("[2]", "FP64", "[1,1e400]")), "'y'", "out of range");
    requireReason(name, inputs(y("[2]", "FP64", "[1,NaN]")), "'y'", "out of range");
    requireReason(name, inputs(y("[2]", "FP32", "[1,1e300]")), "'y'", "value 1", "out of range");
    requireReason(name, inputs(y("[2]", "FP16", "[1,65505]")), "'y'", "value 1", "out of range");
    requireReason(name, inputs(y("[2]", "UINT8", "[1,256]")), "'y'", "value 1", "out of range");
    requireReason(name, inputs(y("[2]", "INT8", "[1,-129]")), "'y'", "value 1", "out of range");
    requireReason(name, inputs(y("[2]", "UINT32", "[1,-1]")), "'y'", "value 1", "out of range");
    requireReason(
        name, inputs(y("[2]", "UINT64", "[1,18446744073709551615]")), "'y'", "out of range");
    requireReason(name, inputs(y("[2]", "INT64", "[1,2.0]")), "'y'", "a number with a fraction");
    requireReason(name, inputs(y("[2]", "BOOL", "[true,1]")), "'y'", "expected BOOL", "an integer");
    requireReason(name, inputs(y("[2]", "FP64", "[1,\"" + SECRET + "\"]")), "'y'", "got a string");
    requireReason(
        name, inputs(y("[2]", "BYTES", "[\"a\",\"" + SECRET + "\"]")), "'y'", "got strings");
    requireReason(name, inputs(y("[2]", "FP64", "[1,null]")), "'y'", "row 1", "no value");
    requireReason(
        name, inputs(y("[2000000000,2000000000]", "FP64", "[1]")), "'y'", "more values than");
  }

  @Test
  void inputsThatAreNotTheModelsAreNamed() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    requireReason(name, "{\"inputs\":[" + X + "]}", "'y' is missing", "x, y");
    requireReason(name, "{\"inputs\":[]}", "is missing");
    requireReason(name, "{\"inputs\":[" + X + "," + Y + "," + X + "]}", "'x' occurs twice");
    requireReason(
        name, inputs(Y + "," + Y.replace("\"y\"", "\"z\"")), "'z'", "is not one of the model's");
    requireReason(
        name,
        "{\"inputs\":[{\"name\":\"f\",\"shape\":[1,3],\"datatype\":\"FP64\",\"data\":[1,2,3]}]}",
        "'f'",
        "[n, 2]");
    requireReason(
        name,
        "{\"inputs\":[{\"name\":\"f\",\"shape\":[0,2],\"datatype\":\"FP64\",\"data\":[]}]}",
        "no rows");
  }

  @Test
  void tensorsOfATensorModelAreHeldAgainstItsShape() throws IOException {
    String name =
        serve(
            registry,
            TestModels.iris(
                models.resolve("m"),
                "model.onnx",
                "[{\"type\":\"tensor\",\"name\":\"features\",\"tensor-spec\":{\"dtype\":\"float32\","
                    + "\"shape\":[-1,4]}}]"));
    String good =
        "{\"name\":\"features\",\"shape\":[1,4],\"datatype\":\"FP32\",\"data\":[1,2,3,4]}";
    assertThat(infer(name, "{\"inputs\":[" + good + "]}").statusCode()).isEqualTo(200);
    requireReason(name, "{\"inputs\":[" + good + "," + good + "]}", "'features' occurs twice");
    requireReason(name, "{\"inputs\":[]}", "'features' is missing", "float32[-1, 4]");
    requireReason(
        name,
        "{\"inputs\":[" + good.replace("features", "other") + "]}",
        "'other' is not one of the model's");
    for (String shape : List.of("[4]", "[4,1]", "[2,2]", "[1,4,1]", "[1,2,2]")) {
      requireReason(
          name, "{\"inputs\":[" + good.replace("[1,4]", shape) + "]}", "'features'", "[-1, 4]");
    }
    requireReason(
        name,
        "{\"inputs\":[" + good.replace("FP32", "FP64").replace("4]}", "1e300]}") + "]}",
        "'features'",
        "out of range");
    requireReason(
        name,
        "{\"inputs\":["
            + good.replace("FP32", "BOOL").replace("[1,2,3,4]", "[true,true,true,true]")
            + "]}",
        "'features'",
        "expected float32, got booleans");
  }

  @Test
  void bodiesThatAreNoRequestOfTheProtocolAreRefused() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    for (String body :
        List.of(
            "",
            "null",
            "not json " + SECRET,
            "[1]",
            "{}",
            "{",
            "{\"inputs\":{}}",
            "{\"inputs\":[1]}",
            "{\"inputs\":[{}]}",
            "{\"inputs\":[[]]}",
            "{\"inputs\":null}",
            "{\"inputs\":[" + X + "," + Y + "],\"inputs\":[]}",
            "{\"inputs\":[" + X + "," + Y + "],\"" + SECRET + "\":1}",
            "{\"inputs\":[" + X + "," + Y + "]} trailing",
            "{\"inputs\":[" + X + "," + Y + "]} {}",
            "{\"id\":7,\"inputs\":[" + X + "," + Y + "]}",
            "{\"parameters\":[],\"inputs\":[" + X + "," + Y + "]}",
            "{\"parameters\":{\"binary_data_output\":1},\"inputs\":[" + X + "," + Y + "]}",
            "{\"parameters\":{\"content_type\":\"zip\"},\"inputs\":[" + X + "," + Y + "]}",
            "{\"parameters\":{\"sequence_id\":3},\"inputs\":[" + X + "," + Y + "]}",
            "{\"parameters\":{\"return\":\"" + SECRET + "\"},\"inputs\":[" + X + "," + Y + "]}",
            "{\"outputs\":[{}],\"inputs\":[" + X + "," + Y + "]}",
            "{\"outputs\":{},\"inputs\":[" + X + "," + Y + "]}",
            "{\"outputs\":[{\"name\":\"predictions\"},{\"name\":\"predictions\"}],\"inputs\":["
                + (X + "," + Y + "]}"),
            "{\"outputs\":[{\"name\":\"predictions\",\"parameters\":{\"classification\":2}}],"
                + ("\"inputs\":[" + X + "," + Y + "]}"),
            inputs("{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP64\"}"),
            inputs("{\"name\":\"y\",\"shape\":[2],\"data\":[1,2]}"),
            inputs("{\"name\":\"y\",\"datatype\":\"FP64\",\"data\":[1,2]}"),
            inputs("{\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,2]}"),
            inputs(y("[-1]", "FP64", "[1,2]")),
            inputs(y("[2.0]", "FP64", "[1,2]")),
            inputs(y("[]", "FP64", "[1]")),
            inputs(y("2", "FP64", "[1,2]")),
            inputs(y("[2]", SECRET, "[1,2]")),
            inputs(y("[2]", "FP64", "[1,2],\"more\":1")),
            inputs(y("[2]", "FP64", "[1,2],\"parameters\":{\"content_type\":\"zip\"}")),
            inputs(y("[2]", "FP64", "[1,2],\"parameters\":{\"shared_memory_region\":\"a\"}")),
            inputs(y("[2]", "FP64", "[1,2],\"parameters\":{\"binary_data_size\":16}")),
            inputs(
                "{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP64\","
                    + "\"parameters\":{\"binary_data_size\":16}}"),
            inputs(y("[2]", "FP64", "[".repeat(50))),
            "[".repeat(2_000))) {
      requireError(infer(name, body), 400, body);
    }
  }

  @Test
  void otherTypesOfBodyAreRefused() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    String path = "/v2/models/" + name + "/infer";
    byte[] body = ("{\"inputs\":[" + X + "," + Y + "]}").getBytes(StandardCharsets.UTF_8);
    for (String type :
        List.of("text/plain", "application/json; charset=latin1", "text/csv", "nonsense")) {
      requireError(given().header("Content-Type", type).body(body).post(path), 415, type);
      requireError(
          given().header("Content-Type", type).body(body).post("/v2/repository/index"), 415, type);
    }
    requireError(
        given()
            .header("Content-Type", "application/json")
            .header("Content-Encoding", "gzip")
            .body(body)
            .post(path),
        415,
        "gzip");
    // Triton's own client sends no type.
    HttpResponse<String> untyped = send(path, HttpRequest.BodyPublishers.ofByteArray(body));
    assertThat(untyped.statusCode()).as(untyped.body()).isEqualTo(200);
    HttpResponse<String> foreign =
        send(path, HttpRequest.BodyPublishers.ofByteArray(body), "Origin", "http://elsewhere.test");
    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(JSON.readTree(foreign.body()).path("error").asText()).contains("another origin");
  }

  @Test
  void bodiesOverTheBoundAreRefused() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    byte[] body = new byte[11 << 20];
    for (String path : List.of("/v2/models/" + name + "/infer", "/v2/repository/index")) {
      for (String type : List.of("application/json", "application/octet-stream", "")) {
        for (HttpRequest.BodyPublisher publisher :
            List.of(
                HttpRequest.BodyPublishers.ofByteArray(body),
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
          HttpResponse<String> answer =
              type.isEmpty() ? send(path, publisher) : send(path, publisher, "Content-Type", type);
          assertThat(answer.statusCode()).as(path + " " + type).isEqualTo(413);
          assertThat(answer.body()).isEqualTo("{\"error\":\"The request body is too large.\"}");
        }
      }
    }
  }

  @Test
  void whatIsNotThereHasTheProtocolsForm() throws IOException {
    String empty = newName();
    openEndpoint(empty, empty);
    for (String path :
        List.of("/v2/no-such", "/v2/models/" + SECRET, "/v2/models/m/nothing", "/v2/models")) {
      requireError(given().get(path), 404, path);
    }
    requireError(infer("no-such", "{\"inputs\":[]}"), 404, "no such endpoint");
    requireError(given().post("/v2"), 405, "POST");
    requireError(given().get("/v2/models/" + empty + "/infer"), 405, "GET");
    requireError(given().delete("/v2/repository/index"), 405, "DELETE");
    for (Response unready :
        List.of(
            given().get("/v2/models/" + empty),
            given().get("/v2/models/" + empty + "/ready"),
            given().get("/v2/models/" + empty + "/versions/1/ready"),
            infer(empty, "{\"inputs\":[" + X + "]}"))) {
      requireError(unready, 503, "no version");
      assertThat(unready.header("Retry-After")).isEqualTo("1");
    }
    requireError(given().urlEncodingEnabled(false).get("/v2/models/a;b"), 400, "path");
    for (String body : List.of("[]", "nonsense", "{\"ready\":1}", "7")) {
      requireError(
          given().contentType("application/json").body(body).post("/v2/repository/index"),
          400,
          body);
    }
  }

  private HttpResponse<String> send(String path, HttpRequest.BodyPublisher body, String... headers)
      throws IOException {
    HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path)).POST(body);
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String inputs(String y) {
    return "{\"inputs\":[" + X + "," + y + "]}";
  }

  private static String y(String shape, String type, String data) {
    return "{\"name\":\"y\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}"
        .formatted(shape, type, data);
  }

  private static Response infer(String endpoint, String json) {
    return given()
        .contentType("application/json")
        .body(json)
        .post("/v2/models/" + endpoint + "/infer");
  }

  private static void requireReason(String endpoint, String body, String... parts)
      throws IOException {
    Response answer = infer(endpoint, body);
    requireError(answer, 400, body);
    assertThat(answer.jsonPath().getString("error")).as(body).contains(parts);
  }

  private static void requireError(Response answer, int status, String of) throws IOException {
    assertThat(answer.statusCode()).as(of + ": " + answer.asString()).isEqualTo(status);
    assertThat(answer.contentType()).as(of).startsWith("application/json");
    JsonNode body = JSON.readTree(answer.asString());
    assertThat(body.size()).as(answer.asString()).isEqualTo(1);
    assertThat(body.path("error").asText()).as(answer.asString()).isNotBlank();
    assertThat(answer.asString()).doesNotContain(SECRET, "Exception", "\tat ");
  }
}
