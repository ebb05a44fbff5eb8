package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitFailed;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas that come with a model. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class ModelSchemaTest {

  private static final String REQUEST =
      """
      type: object
      required: [x, y]
      properties:
        x: {minimum: -10, maximum: 10}
        y: {enum: [1, 2]}
      """;

  @TempDir Path models;
  @Inject FakeRegistry registry;

  @Test
  void aRowThatDoesNotFitIsRefusedWithItsPlaceAndNotItsValue() throws IOException {
    String name = serve(registry, model("m", "schemas/request.yaml", REQUEST));
    assertThat(invoke(name, "{\"inputs\":{\"x\":[5,-5],\"y\":[1,2]}}").statusCode()).isEqualTo(200);

    Response refused = invoke(name, "{\"inputs\":{\"x\":[5,98765],\"y\":[1,2]}}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message"))
        .startsWith("Row 1 at /x breaks the model's request schema: ")
        .contains("10")
        .doesNotContain("98765");
    assertThat(
            given()
                .contentType("text/csv; charset=utf-8")
                .body("x,y\n1,1\n1,3\n")
                .post("/serving/" + name + "/invocations")
                .jsonPath()
                .getString("message"))
        .startsWith("Row 1 at /y breaks");
    Response v2 =
        given()
            .contentType("application/json")
            .body(
                "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[11]},"
                    + "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}")
            .post("/v2/models/" + name + "/infer");
    assertThat(v2.statusCode()).isEqualTo(400);
    assertThat(v2.jsonPath().getString("error")).startsWith("Row 0 at /x breaks");
  }

  @Test
  void aTensorsRowsAreLists() throws IOException {
    String tensor =
        "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float32\",\"shape\":[-1,4]}}]";
    Path folder = TestModels.iris(models.resolve("m"), "model.onnx", tensor);
    put(folder, "extra_files/schemas/request.json", "{\"items\":{\"minimum\":0}}");
    String name = serve(registry, folder);
    assertThat(invoke(name, "{\"inputs\":[[1,2,3,4]]}").statusCode()).isEqualTo(200);
    assertThat(invoke(name, "{\"inputs\":[[1,2,3,4],[1,2,-3,4]]}").jsonPath().getString("message"))
        .startsWith("Row 1 at /2 breaks the model's request schema");
  }

  @Test
  void predictionsThatTheirSchemaDoesNotKnowAreNotGiven() throws IOException {
    String name = serve(registry, model("m", "schemas/response.yaml", "items: {enum: [low]}"));
    assertThat(invoke(name, "{\"inputs\":{\"x\":[-5],\"y\":[1]}}").statusCode()).isEqualTo(200);
    Response broken = invoke(name, "{\"inputs\":{\"x\":[-5,5],\"y\":[1,1]}}");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.jsonPath().getString("message"))
        .startsWith("The model's predictions at /1 break its response schema");
    assertThat(given().get("/q/metrics").asString())
        .contains(
            "millrace_serving_errors_total{code=\"INTERNAL_ERROR\",endpoint=\"%s\",version=\"1\"} 1"
                .formatted(name));
  }

  @Test
  void aModelWithASchemaThatIsNoneTakesNoTraffic() throws IOException {
    String name = serve(registry, model("1", "schemas/request.yaml", REQUEST));
    refuse(name, 2, "schemas/request.yaml", "type: [", "is not valid JSON or YAML");
    refuse(name, 3, "schemas/request.yaml", "- 1", "it must be an object");
    refuse(name, 4, "schemas/request.yaml", "$ref: http://127.0.0.1:1/schema", "another document");
    refuse(name, 5, "schemas/response.json", "{\"minimum\": \"a\"}", "schemas/response.json");
    assertThat(invoke(name, "{\"inputs\":{\"x\":[5],\"y\":[1]}}").statusCode()).isEqualTo(200);
  }

  private void refuse(String name, int version, String file, String schema, String reason)
      throws IOException {
    registry.register(name, version, model("" + version, file, schema));
    registry.move(name, "champion", version);
    awaitFailed(name, version);
    assertThat(
            endpoint(name)
                .getString("endpoint.deployments.find { it.version == '" + version + "' }.reason"))
        .contains(reason);
  }

  private Path model(String folder, String file, String schema) throws IOException {
    return put(TestModels.classifier(models.resolve(folder), "low", "high"), file, schema);
  }

  private static Path put(Path folder, String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    return folder;
  }
}
