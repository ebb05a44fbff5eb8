package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.newName;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A version that is scored without an endpoint. */
@QuarkusTest
@TestProfile(VersionScoringTest.SoonIdle.class)
@QuarkusTestResource(PostgresResource.class)
class VersionScoringTest {

  @TempDir Path models;
  @Inject FakeRegistry registry;

  /** One version in memory, and not for long. */
  public static final class SoonIdle extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.batch-models", "1");
      all.put("millrace.serving.batch-idle", "300ms");
      return all;
    }
  }

  @Test
  void aVersionSaysWhatItTakesAndScoresRowsWithoutAnEndpoint() throws IOException {
    String model = newName();
    registry.register(model, 1, TestModels.classifier(models.resolve("1"), "low", "high"));
    Response input = given().get(route(model, "1") + "/input");
    assertThat(input.statusCode()).as(input.asString()).isEqualTo(200);
    assertThat(input.jsonPath().getBoolean("ready")).isTrue();
    assertThat(input.jsonPath().getList("columns"))
        .isEqualTo(
            List.of(
                Map.of("name", "x", "type", "double", "required", true),
                Map.of("name", "y", "type", "double", "required", true)));
    Response csv = score(model, "1", "text/csv; charset=utf-8", "x,y\n-5,1\n5,1\n");
    assertThat(csv.statusCode()).as(csv.asString()).isEqualTo(200);
    assertThat(csv.jsonPath().getList("predictions")).isEqualTo(List.of("low", "high"));
    assertThat(csv.header("X-Millrace-Model-Version")).isEqualTo("1");
    Response json =
        score(model, "1", "application/json", "{\"dataframe_records\":[{\"x\":-5,\"y\":1}]}");
    assertThat(json.jsonPath().getList("predictions")).isEqualTo(List.of("low"));
  }

  @Test
  void itIsGivenBackWhenNobodyAsksAndWhenAnotherNeedsItsPlace() throws IOException {
    double before = loadedModels();
    String model = newName();
    registry.register(model, 1, TestModels.labeller(models.resolve("1"), "v1"));
    registry.register(model, 2, TestModels.labeller(models.resolve("2"), "v2"));
    String row = "{\"inputs\":{\"x\":[1],\"y\":[1]}}";
    for (int i = 0; i < 6; i++) {
      String version = Integer.toString(1 + i % 2);
      assertThat(score(model, version, "application/json", row).jsonPath().getList("predictions"))
          .isEqualTo(List.of("v" + version));
    }
    Await.until("models to be given back", () -> loadedModels() <= before);
  }

  @Test
  void oneThatAnEndpointHasIsNotLoadedAgain() throws IOException {
    String name = ServingFixture.serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    Await.until("idle versions to be given back", () -> loadedModels() <= liveEndpoints());
    double before = loadedModels();
    assertThat(
            score(name, "1", "application/json", "{\"inputs\":{\"x\":[1],\"y\":[1]}}").statusCode())
        .isEqualTo(200);
    assertThat(loadedModels()).isEqualTo(before);
  }

  @Test
  void whatCannotBeScoredIsRefusedWithItsReason() throws IOException {
    String model = newName();
    registry.register(model, 1, TestModels.labeller(models.resolve("1"), "v1"));
    registry.register(
        model, 2, TestModels.describe(models.resolve("2"), "tribuo: {data: gone}", ""));
    requireRefusal(404, "no such version", score(model, "9", "application/json", "{}"));
    requireRefusal(400, "is a number", score(model, "champion", "application/json", "{}"));
    requireRefusal(400, "exactly one of", score(model, "1", "application/json", "{}"));
    requireRefusal(
        400, "'y'", score(model, "1", "application/json", "{\"dataframe_records\":[{\"x\":-5}]}"));
    requireRefusal(400, "utf-8", score(model, "1", "text/csv; charset=utf-16", "x,y\n1,1\n"));
    requireRefusal(409, "cannot be served", score(model, "2", "application/json", "{}"));
    requireRefusal(409, "cannot be served", given().get(route(model, "2") + "/input"));
    requireRefusal(
        413,
        "too large",
        score(model, "1", "text/csv; charset=utf-8", "x,y\n" + "1,1\n".repeat(3 << 20)));
  }

  private static void requireRefusal(int status, String reason, Response answer) {
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(status);
    assertThat(answer.jsonPath().getString("message")).containsIgnoringCase(reason);
  }

  private static Response score(String model, String version, String type, String body) {
    return given().contentType(type).body(body).post(route(model, version) + "/score");
  }

  private static String route(String model, String version) {
    return "/api/millrace/v1/models/" + model + "/versions/" + version;
  }

  private static double liveEndpoints() {
    return given().get("/api/millrace/v1/endpoints").jsonPath().getList("endpoints").size();
  }

  private static double loadedModels() {
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("millrace_serving_loaded_models"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
