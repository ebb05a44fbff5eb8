package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class ScoringResourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path IRIS = Path.of("src/test/resources/serving/iris-onnx/expected.json");

  @TempDir Path models;
  @Inject FakeRegistry registry;

  @Test
  void everyFormatIsAnsweredByTheModel() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    List<String> bodies =
        List.of(
            "{\"dataframe_split\":{\"columns\":[\"y\",\"x\"],\"index\":[7,8],\"data\":[[1,-5],[1,5]]}}",
            "{\"dataframe_records\":[{\"x\":-5,\"y\":1},{\"y\":1,\"x\":5.0}]}",
            "{\"instances\":[{\"x\":-5,\"y\":1},{\"x\":5,\"y\":1}],\"params\":{}}",
            "{\"inputs\":{\"x\":[-5,5],\"y\":[1,1]},\"params\":{\"return\":\"predictions\"}}");
    for (String body : bodies) {
      Response answer = invoke(name, body);
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
      assertThat(answer.jsonPath().getList("predictions")).isEqualTo(List.of("low", "high"));
      assertThat(answer.header("X-Millrace-Model-Version")).isEqualTo("1");
      assertThat(answer.header("X-Millrace-Endpoint")).isEqualTo(name);
    }
    Response csv =
        given()
            .contentType("text/csv; charset=utf-8")
            .body("x,y\n-5,1\n\"5\",1e0\r\n")
            .post("/serving/" + name + "/invocations");
    assertThat(csv.statusCode()).as(csv.asString()).isEqualTo(200);
    assertThat(csv.jsonPath().getList("predictions")).isEqualTo(List.of("low", "high"));
  }

  /** Short ones are read by one thread, longer ones by another, and the longest while they come. */
  @ParameterizedTest
  @ValueSource(ints = {1, 1_000, 5_000, 20_000, 200_000})
  void bodiesOfEveryLengthAreRead(int rows) throws IOException, InterruptedException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    String body =
        "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":["
            + "[-5,1],".repeat(rows)
            + "[5,1]]}}";
    List<String> sentWhole = invoke(name, body).jsonPath().getList("predictions");
    assertThat(sentWhole).hasSize(rows + 1).startsWith("low").endsWith("high");
    List<String> sentInPieces = JsonPath.from(inPieces(name, body)).getList("predictions");
    assertThat(sentInPieces).isEqualTo(sentWhole);
  }

  /** The answer to a body whose length is not said beforehand. */
  private static String inPieces(String name, String body)
      throws IOException, InterruptedException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    URI uri =
        URI.create("http://localhost:" + RestAssured.port + "/serving/" + name + "/invocations");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void withoutADefaultEndpointTheRootSaysHowToHaveOne() {
    for (Response answer :
        List.of(
            get("/ping"),
            given().contentType("application/json").body("{}").post("/invocations"))) {
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(answer.jsonPath().getString("message")).contains("--default-endpoint");
    }
  }

  @Test
  void classifierAnswersScoresWhenAsked() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    Response answer =
        invoke(name, "{\"inputs\":{\"x\":[5],\"y\":[1]},\"params\":{\"return\":\"scores\"}}");
    assertThat(answer.jsonPath().getMap("predictions[0]")).isEqualTo(Map.of("low", 0f, "high", 1f));
    assertThat(invoke(name, "{\"inputs\":{\"x\":[5],\"y\":[1]},\"params\":{\"return\":\"x\"}}"))
        .matches(r -> r.statusCode() == 400);
  }

  @Test
  void regressorAnswersNumbersAndNeedsNoSignature() throws IOException {
    Path folder = TestModels.regressor(models.resolve("m"));
    TestModels.describe(folder, "tribuo: {data: model.tribuo}", "");
    String name = serve(registry, folder);
    assertThat(invoke(name, "{\"inputs\":{\"x\":[-5,5],\"y\":[1,1]}}").asString())
        .isEqualTo("{\"predictions\":[-1.0,1.0]}");
    assertThat(invoke(name, "{\"inputs\":{\"x\":[-5,5]}}").jsonPath().getString("message"))
        .contains("Column 'y' is missing");
  }

  @Test
  void onnxAnswersWhatScikitLearnAnswered() throws IOException {
    JsonNode expected = JSON.readTree(IRIS.toFile());
    String columns =
        "[{\"name\":\"sepal_length\",\"type\":\"double\"},{\"name\":\"sepal_width\",\"type\":\"double\"},"
            + "{\"name\":\"petal_length\",\"type\":\"double\"},{\"name\":\"petal_width\",\"type\":\"double\"}]";
    String name = serve(registry, TestModels.iris(models.resolve("m"), "model.onnx", columns));
    ObjectNode split = JSON.createObjectNode();
    split.set("columns", expected.get("columns"));
    split.set("data", expected.get("data"));
    Response answer =
        invoke(name, JSON.createObjectNode().set("dataframe_split", split).toString());
    JsonNode rows = JSON.readTree(answer.asString()).get("predictions");

    assertThat(rows).hasSize(expected.get("labels").size());
    for (int row = 0; row < rows.size(); row++) {
      assertThat(rows.get(row).get("label").asInt())
          .isEqualTo(expected.at("/labels/" + row).asInt());
      requireClose(rows.get(row).get("probabilities"), expected.at("/probabilities/" + row));
    }
    assertThat(
            invoke(
                    name,
                    "{\"dataframe_split\":{\"columns\":[\"sepal_length\",\"sepal_width\","
                        + "\"petal_length\",\"petal_width\"],\"data\":[[1,2,3,1e300]]}}")
                .jsonPath()
                .getString("message"))
        .isEqualTo("Row 0 has a number beyond float32, which the model computes in.");
  }

  @Test
  void onnxTakesTensorsAndAnswersThemByName() throws IOException {
    JsonNode expected = JSON.readTree(IRIS.toFile());
    String tensor =
        "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float64\",\"shape\":[-1,4]}}]";
    String name = serve(registry, TestModels.iris(models.resolve("m"), "model.onnx", tensor));
    for (String format : List.of("inputs", "instances")) {
      ObjectNode request = JSON.createObjectNode();
      request.set(format, expected.get("data"));
      JsonNode answer = JSON.readTree(invoke(name, request.toString()).asString());
      assertThat(answer.at("/predictions/label")).isEqualTo(expected.get("labels"));
      requireClose(answer.at("/predictions/probabilities/3"), expected.at("/probabilities/3"));
    }
    for (String wrong :
        List.of(
            "[[1,2,3]]",
            "[1,2,3,4]",
            "[]",
            "[[1,2,3,4],[1,2,3]]",
            "[[1,2,3,\"4\"]]",
            "[[1,2,3,null]]",
            "[[1,2,3,1e400]]",
            "{\"features\":[[1,2,3,4]]}",
            "7")) {
      Response answer = invoke(name, "{\"inputs\":" + wrong + "}");
      assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
      assertThat(answer.jsonPath().getString("error_code")).isEqualTo("INVALID_PARAMETER_VALUE");
    }
  }

  @Test
  void zipMapBecomesAnObjectPerRow() throws IOException {
    JsonNode expected = JSON.readTree(IRIS.toFile());
    String name = serve(registry, TestModels.iris(models.resolve("m"), "zipmap.onnx", ""));
    ObjectNode request = JSON.createObjectNode();
    request.set("inputs", expected.get("data"));
    JsonNode answer = JSON.readTree(invoke(name, request.toString()).asString());
    for (int label = 0; label < 3; label++) {
      assertThat(answer.at("/predictions/output_probability/5/" + label).asDouble())
          .isCloseTo(expected.at("/probabilities/5/" + label).asDouble(), within(1e-5));
    }
  }

  @Test
  void bodiesThatAreNoScoringRequestAreRefused() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    for (String body :
        List.of(
            "",
            "not json",
            "[1]",
            "{}",
            "{\"predict\":[1]}",
            "{\"inputs\":{\"x\":[1],\"y\":[1]},\"instances\":[]}",
            "{\"inputs\":{\"x\":[1],\"y\":[1]},\"other\":1}",
            "{\"inputs\":{\"x\":[1],\"x\":[2],\"y\":[1]}}",
            "{\"inputs\":{\"x\":[1],\"y\":[1]}} trailing",
            "[".repeat(2_000))) {
      Response answer = invoke(name, body);
      assertThat(answer.statusCode()).as(body).isEqualTo(400);
      assertThat(answer.jsonPath().getString("error_code")).isEqualTo("BAD_REQUEST");
    }
    for (String type :
        List.of("text/plain", "application/json; charset=latin1", "application/xml")) {
      Response answer =
          given()
              .header("Content-Type", type)
              .body("x".getBytes(StandardCharsets.UTF_8))
              .post("/serving/" + name + "/invocations");
      assertThat(answer.statusCode()).as(type).isEqualTo(415);
    }
    Response compressed =
        given()
            .contentType("application/json")
            .header("Content-Encoding", "gzip")
            .body(new byte[] {0x1f, (byte) 0x8b})
            .post("/serving/" + name + "/invocations");
    assertThat(compressed.statusCode()).isEqualTo(415);
    assertThat(compressed.asString()).contains("not compressed");
    assertThat(invoke("no-such", "{}").jsonPath().getString("error_code"))
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
  }

  @Test
  void probesNameTheVersion() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    assertThat(get("/serving/" + name + "/ping").asString()).isEqualTo("\n");
    assertThat(get("/serving/" + name + "/health").header("X-Millrace-Model-Version"))
        .isEqualTo("1");
    assertThat(get("/serving/" + name + "/version").statusCode()).isEqualTo(200);
  }

  private static void requireClose(JsonNode actual, JsonNode expected) {
    assertThat(actual).hasSize(expected.size());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(actual.get(i).asDouble()).isCloseTo(expected.get(i).asDouble(), within(1e-5));
    }
  }
}
