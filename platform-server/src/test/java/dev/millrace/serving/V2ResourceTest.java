package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol in JSON, as it is meant to be used. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class V2ResourceTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path IRIS = Path.of("src/test/resources/serving/iris-onnx/expected.json");
  private static final String TENSOR =
      "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float64\",\"shape\":[-1,4]}}]";

  @TempDir Path models;
  @Inject FakeRegistry registry;

  @Test
  void serverSaysWhoItIs() throws IOException {
    JsonNode server = JSON.readTree(get("/v2").asString());
    assertThat(server.path("name").asText()).isEqualTo("millrace");
    assertThat(server.path("version").asText()).isNotEmpty();
    assertThat(server.path("extensions").toString()).contains("\"binary_tensor_data\"");
    assertThat(get("/v2/health/live").asString()).isEqualTo("{\"live\":true}");
    assertThat(get("/v2/health/ready").asString()).isEqualTo("{\"ready\":true}");
  }

  @Test
  void columnsAreTakenOneByOneAndSideBySide() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    for (String inputs :
        List.of(
            column("x", "FP64", "[2]", "[-5,5]") + "," + column("y", "FP64", "[2]", "[1,1]"),
            column("y", "FP32", "[2,1]", "[[1],[1]]") + "," + column("x", "INT8", "[2]", "[-5,5]"),
            column("x", "FP16", "[2,1]", "[-5,5]") + "," + column("y", "UINT64", "[2]", "[1,1]"),
            column("anything", "FP64", "[2,2]", "[[-5,1],[5,1]]"),
            column("anything", "INT32", "[2,2]", "[-5,1,5,1]"),
            "{\"data\":[[-5,1],[5,1]],\"datatype\":\"FP64\",\"shape\":[2,2],\"name\":\"frame\","
                + "\"parameters\":{\"content_type\":\"np\"}}")) {
      Response answer = infer(name, "{\"id\":\"a-1\",\"inputs\":[" + inputs + "]}");
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
      assertThat(answer.asString())
          .isEqualTo(
              ("{\"model_name\":\"%s\",\"model_version\":\"1\",\"id\":\"a-1\",\"outputs\":["
                      + "{\"name\":\"predictions\",\"datatype\":\"BYTES\",\"shape\":[2],"
                      + "\"data\":[\"low\",\"high\"]}]}")
                  .formatted(name));
      assertThat(answer.header("X-Millrace-Endpoint")).isEqualTo(name);
      assertThat(answer.header("X-Millrace-Model-Version")).isEqualTo("1");
      assertThat(answer.contentType()).startsWith("application/json");
    }
  }

  @Test
  void everyTypeOfColumnHasATensor() throws IOException {
    String signature =
        "[{\"name\":\"x\",\"type\":\"float\"},{\"name\":\"y\",\"type\":\"boolean\","
            + "\"required\":true}]";
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "ok", signature));
    String x = column("x", "FP32", "[1]", "[5.5]");
    assertThat(infer(name, inputs(x, column("y", "BOOL", "[1]", "[true]"))).statusCode())
        .isEqualTo(200);
    requireError(
        infer(name, inputs(x, column("y", "INT64", "[1]", "[1]"))),
        "Column 'y', row 0: expected boolean, got integers (1 row sent, counted from 0).");
    assertThat(get("/v2/models/" + name).asString())
        .contains("{\"name\":\"y\",\"datatype\":\"BOOL\",\"shape\":[-1,1]}");
  }

  @Test
  void parametersThatAreTheModelsReachIt() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    String body =
        "{\"parameters\":{\"return\":\"scores\",\"content_type\":\"pd\",\"priority\":1},\"inputs\":["
            + column("x", "FP64", "[1]", "[5]")
            + ","
            + column("y", "FP64", "[1]", "[1]")
            + "]}";
    JsonNode outputs = JSON.readTree(infer(name, body).asString()).path("outputs");
    assertThat(outputs.findValuesAsText("name")).containsExactlyInAnyOrder("low", "high");
    for (JsonNode output : outputs) {
      assertThat(output.path("datatype").asText()).isEqualTo("FP64");
      assertThat(output.path("data").toString())
          .isEqualTo(output.path("name").asText().equals("high") ? "[1.0]" : "[0.0]");
    }
  }

  @Test
  void numbersAreAnsweredAsTheRuntimeHasThem() throws IOException {
    String name = serve(registry, TestModels.regressor(models.resolve("m")));
    assertThat(infer(name, inputs(column("frame", "FP64", "[2,2]", "[-5,1,5,1]"))).asString())
        .contains("\"datatype\":\"FP64\",\"shape\":[2],\"data\":[-1.0,1.0]");
  }

  @Test
  void onnxAnswersWhatScikitLearnAnswered() throws IOException {
    JsonNode expected = JSON.readTree(IRIS.toFile());
    int rows = expected.get("labels").size();
    for (String signature : List.of(TENSOR, "", doubles(expected.get("columns")))) {
      String model = newName();
      String name =
          serve(registry, TestModels.iris(models.resolve(model), "model.onnx", signature));
      String input =
          column(
              signature.isEmpty() ? "features" : "x",
              "FP64",
              "[" + rows + ",4]",
              expected.get("data").toString());
      JsonNode outputs = JSON.readTree(infer(name, inputs(input)).asString()).path("outputs");
      assertThat(outputs.at("/0/name").asText()).isEqualTo("label");
      assertThat(outputs.at("/0/datatype").asText()).isEqualTo("INT64");
      assertThat(outputs.at("/0/data")).isEqualTo(expected.get("labels"));
      assertThat(outputs.at("/1/datatype").asText()).isEqualTo("FP32");
      assertThat(outputs.at("/1/shape").toString()).isEqualTo("[" + rows + ",3]");
      for (int i = 0; i < 3 * rows; i++) {
        assertThat(outputs.at("/1/data/" + i).asDouble())
            .isCloseTo(
                expected.at("/probabilities/" + i / 3 + "/" + i % 3).asDouble(), within(1e-5));
      }
    }
  }

  @Test
  void outputsAreChosenByName() throws IOException {
    String name = serve(registry, TestModels.iris(models.resolve("m"), "model.onnx", TENSOR));
    String input = column("any", "FP64", "[1,4]", "[5.1,3.5,1.4,0.2]");
    JsonNode answer =
        JSON.readTree(
            infer(name, "{\"inputs\":[" + input + "],\"outputs\":[{\"name\":\"label\"}]}")
                .asString());
    assertThat(answer.path("outputs")).as(answer.toString()).hasSize(1);
    assertThat(answer.at("/outputs/0/data").toString()).isEqualTo("[0]");
    requireError(
        infer(name, "{\"inputs\":[" + input + "],\"outputs\":[{\"name\":\"other\"}]}"),
        "Output 'other' is not one of the model's, which are: label, probabilities.");
  }

  @Test
  void zipMapBecomesAnOutputPerClass() throws IOException {
    JsonNode expected = JSON.readTree(IRIS.toFile());
    String name = serve(registry, TestModels.iris(models.resolve("m"), "zipmap.onnx", ""));
    String input = column("features", "FP32", "[1,4]", expected.at("/data/5").toString());
    JsonNode outputs = JSON.readTree(infer(name, inputs(input)).asString()).path("outputs");
    assertThat(outputs.findValuesAsText("name"))
        .containsExactly(
            "output_label", "output_probability.0", "output_probability.1", "output_probability.2");
    assertThat(outputs.at("/2/data/0").asDouble())
        .isCloseTo(expected.at("/probabilities/5/1").asDouble(), within(1e-5));
  }

  @Test
  void metadataAndConfigurationDescribeTheLiveVersion() throws IOException {
    String name = serve(registry, TestModels.iris(models.resolve("m"), "model.onnx", TENSOR));
    Response metadata = get("/v2/models/" + name);
    assertThat(metadata.asString())
        .isEqualTo(
            ("{\"name\":\"%s\",\"versions\":[\"1\"],\"platform\":\"onnxruntime_onnx\","
                    + "\"inputs\":[{\"name\":\"input-0\",\"datatype\":\"FP64\",\"shape\":[-1,4]}],"
                    + "\"outputs\":[{\"name\":\"label\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                    + "{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[-1,3]}]}")
                .formatted(name));
    assertThat(metadata.header("X-Millrace-Model-Version")).isEqualTo("1");
    assertThat(get("/v2/models/" + name + "/versions/1").asString()).isEqualTo(metadata.asString());
    assertThat(get("/v2/models/" + name + "/config").asString())
        .contains("\"max_batch_size\":0")
        .contains("{\"name\":\"input-0\",\"data_type\":\"TYPE_FP64\",\"dims\":[-1,4]}");
    assertThat(get("/v2/models/" + name + "/ready").jsonPath().getBoolean("ready")).isTrue();
    assertThat(get("/v2/models/" + name + "/versions/1/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void metadataNamesColumnsAndWhatTribuoAnswers() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    assertThat(get("/v2/models/" + name).asString())
        .contains(
            "\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[-1,1]},"
                + "{\"name\":\"y\",\"datatype\":\"FP64\",\"shape\":[-1,1]}],"
                + "\"outputs\":[{\"name\":\"predictions\",\"datatype\":\"BYTES\",\"shape\":[-1],"
                + "\"parameters\":{\"content_type\":\"str\"}}]");
  }

  @Test
  void onlyALoadedVersionAnswers() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "first"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "second"));
    String body = inputs(column("frame", "FP64", "[1,2]", "[1,1]"));
    assertThat(inferVersion(name, "1", body).asString()).contains("\"first\"");
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    assertThat(inferVersion(name, "2", body).asString())
        .contains("\"model_version\":\"2\"")
        .contains("\"second\"");
    for (String gone : List.of("1", "3", "x", "-1")) {
      Response answer = inferVersion(name, gone, body);
      assertThat(answer.statusCode()).isEqualTo(404);
      assertThat(error(answer)).endsWith("loaded are: 2.");
      assertThat(get("/v2/models/" + name + "/versions/" + gone + "/ready").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void theVersionThatIsNamedIsTheOneThatScored() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "version 1"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "version 2"));
    String body = inputs(column("frame", "FP64", "[1,2]", "[1,1]"));
    AtomicBoolean swapping = new AtomicBoolean(true);
    ExecutorService callers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Set<String>>> answered = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        answered.add(callers.submit(() -> askWhile(swapping, name, body)));
      }
      for (int swap = 0; swap < 10; swap++) {
        int version = 2 - swap % 2;
        registry.move(name, "champion", version);
        awaitLive(name, version);
      }
      swapping.set(false);
      for (Future<Set<String>> versions : answered) {
        assertThat(versions.get()).containsExactlyInAnyOrder("1", "2");
      }
    } finally {
      swapping.set(false);
      callers.shutdown();
    }
  }

  private static Set<String> askWhile(AtomicBoolean asking, String name, String body) {
    Set<String> versions = new HashSet<>();
    while (asking.get()) {
      Response answer = infer(name, body);
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
      String version = answer.jsonPath().getString("model_version");
      assertThat(answer.header("X-Millrace-Model-Version")).isEqualTo(version);
      assertThat(answer.jsonPath().getString("outputs[0].data[0]")).isEqualTo("version " + version);
      versions.add(version);
    }
    return versions;
  }

  @Test
  void indexListsEveryEndpoint() throws IOException {
    String ready = serve(registry, TestModels.labeller(models.resolve("m"), "a"));
    String empty = newName();
    openEndpoint(empty, empty);
    String all = given().post("/v2/repository/index").asString();
    assertThat(all)
        .contains(
            "{\"name\":\"%s\",\"version\":\"1\",\"state\":\"READY\",\"reason\":\"\"}"
                .formatted(ready))
        .contains("{\"name\":\"%s\",\"version\":\"\",\"state\":\"UNAVAILABLE\"".formatted(empty));
    String readyOnly =
        given()
            .contentType("application/json")
            .body("{\"ready\":true}")
            .post("/v2/repository/index")
            .asString();
    assertThat(readyOnly)
        .contains("\"%s\"".formatted(ready))
        .doesNotContain("\"%s\"".formatted(empty));
  }

  private static String doubles(JsonNode names) {
    StringBuilder columns = new StringBuilder();
    for (JsonNode name : names) {
      columns.append(columns.isEmpty() ? "[" : ",");
      columns.append("{\"type\":\"double\",\"name\":").append(name).append("}");
    }
    return columns.append("]").toString();
  }

  private static String column(String name, String type, String shape, String data) {
    return "{\"name\":\"%s\",\"shape\":%s,\"datatype\":\"%s\",\"data\":%s}"
        .formatted(name, shape, type, data);
  }

  private static String inputs(String... inputs) {
    return "{\"inputs\":[" + String.join(",", inputs) + "]}";
  }

  private static Response infer(String endpoint, String json) {
    return given()
        .contentType("application/json")
        .body(json)
        .post("/v2/models/" + endpoint + "/infer");
  }

  private static Response inferVersion(String endpoint, String version, String json) {
    return given()
        .contentType("application/json")
        .body(json)
        .post("/v2/models/" + endpoint + "/versions/" + version + "/infer");
  }

  private static String error(Response answer) throws IOException {
    return JSON.readTree(answer.asString()).path("error").asText();
  }

  private static void requireError(Response answer, String error) throws IOException {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    assertThat(error(answer)).isEqualTo(error);
  }
}
