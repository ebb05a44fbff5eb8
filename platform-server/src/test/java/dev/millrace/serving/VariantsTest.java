package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.awaitVariant;
import static dev.millrace.serving.ServingFixture.change;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.putVariant;
import static dev.millrace.serving.ServingFixture.swaps;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.serving.deployment.CandidateLoader;
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
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several versions at once behind an endpoint, and how its requests are shared among them. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class VariantsTest {

  private static final String ROW =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5,1]]}}";
  private static final String TENSORS =
      """
      {"inputs": [{"name": "x", "shape": [1], "datatype": "FP64", "data": [5]},
                  {"name": "y", "shape": [1], "datatype": "FP64", "data": [1]}]}""";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject CandidateLoader loader;

  @Test
  void everyLoadedVersionCanBeAddressedInBothProtocols() throws IOException {
    int before = loader.loadedModels();
    String name = served(4);
    put(name, "next", Map.of("version", "2"));
    put(name, "staged", Map.of("stage", "Staging"));
    awaitVariant(name, "next", 2);
    registry.transition(name, 3, "Staging");
    awaitVariant(name, "staged", 3);

    for (int version = 1; version <= 3; version++) {
      Response answer = invoke(name, "versions/" + version + "/", Map.of());
      assertThat(answer.jsonPath().getList("predictions")).containsExactly("v" + version);
      assertThat(answer.header("X-Millrace-Model-Version")).isEqualTo("" + version);
      Response inferred = infer(name, "/versions/" + version);
      assertThat(inferred.jsonPath().getString("model_version")).isEqualTo("" + version);
      assertThat(inferred.jsonPath().getList("outputs[0].data")).containsExactly("v" + version);
      assertThat(get(name, "/versions/" + version + "/ready")).isEqualTo(200);
    }
    assertThat(invoke(name, "versions/2/", Map.of()).header("X-Millrace-Variant"))
        .isEqualTo("next");
    assertThat(invoke(name, "", Map.of()).header("X-Millrace-Variant")).isEqualTo("primary");
    assertThat(given().get("/v2/models/" + name).jsonPath().getList("versions"))
        .containsExactly("1", "2", "3");

    Response absent = invoke(name, "versions/4/", Map.of());
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(absent.jsonPath().getString("message"))
        .isEqualTo(
            "The version that is asked for is not loaded behind endpoint '%s'; loaded are: 1, 2, 3."
                .formatted(name));
    assertThat(infer(name, "/versions/x").statusCode()).isEqualTo(404);
    assertThat(infer(name, "/versions/4").jsonPath().getString("error")).contains("loaded are");

    assertThat(given().delete(variants(name) + "next").statusCode()).isEqualTo(200);
    Await.until("its model to be given back", () -> loader.loadedModels() == before + 2);
    assertThat(invoke(name, "versions/2/", Map.of()).statusCode()).isEqualTo(404);
    given().delete("/api/millrace/v1/endpoints/" + name);
    Await.until("all to be given back", () -> loader.loadedModels() == before);
  }

  @Test
  void aVersionThatIsLoadedAlreadyIsSharedAndNotLoadedTwice() throws IOException {
    int before = loader.loadedModels();
    String name = served(2);
    put(name, "next", Map.of("version", "2"));
    awaitVariant(name, "next", 2);
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    Await.until("version 1 to be given back", () -> loader.loadedModels() == before + 1);
    assertThat(swaps(name).getList("swaps[0].transitions.state"))
        .startsWith("STARTED", "READY", "SWAPPED");
    assertThat(swaps(name).getString("swaps[1].variant")).isEqualTo("next");

    given().delete(variants(name) + "next");
    assertThat(invoke(name, "", Map.of()).jsonPath().getList("predictions")).containsExactly("v2");
    given().delete("/api/millrace/v1/endpoints/" + name);
    Await.until("all to be given back", () -> loader.loadedModels() == before);
  }

  @Test
  void requestsAreSharedByWeightAndStickByKey() throws IOException {
    String name = served(2);
    put(name, "b", Map.of("version", "2", "weight", 30));
    awaitVariant(name, "b", 2);

    Map<String, String> first = new HashMap<>();
    for (int i = 0; i < 400; i++) {
      first.put("user-" + i, ask(name, "user-" + i));
    }
    assertThat(share(first, "b")).isCloseTo(0.3, within(0.09));
    first.forEach((key, variant) -> assertThat(ask(name, key)).isEqualTo(variant));
    Response inferred =
        given()
            .contentType("application/json")
            .header("X-Millrace-Request-Key", "user-7")
            .body(TENSORS)
            .post("/v2/models/" + name + "/infer");
    assertThat(inferred.header("X-Millrace-Variant")).isEqualTo(first.get("user-7"));

    assertThat(change(name, Map.of("weights", Map.of("b", 60))).statusCode()).isEqualTo(200);
    Map<String, String> then = new HashMap<>();
    first.keySet().forEach(key -> then.put(key, ask(name, key)));
    assertThat(share(then, "b")).isCloseTo(0.6, within(0.1));
    first.forEach(
        (key, variant) -> {
          if (variant.equals("b")) {
            assertThat(then.get(key)).as("who grows loses nobody").isEqualTo("b");
          }
        });
  }

  @Test
  void theShareOfAVariantThatIsNotReadyIsThePrimarys() throws IOException {
    String name = served(1);
    registry.register(name, 2, models.resolve("absent"));
    put(name, "b", Map.of("version", "2", "weight", 100));
    Await.until(
        "the variant to fail",
        () -> "FAILED".equals(endpoint(name).getString("endpoint.variants[0].live_state")));
    assertThat(endpoint(name).getString("endpoint.variants[0].deployments[0].reason"))
        .contains("no files");
    assertThat(ask(name, "anyone")).isEqualTo("primary");

    registry.register(name, 2, TestModels.labeller(models.resolve("late"), "v2"));
    put(name, "b", Map.of("version", "2", "weight", 100));
    awaitVariant(name, "b", 2);
    assertThat(ask(name, "anyone")).isEqualTo("b");
  }

  @Test
  void noRequestFailsWhateverIsDoneToVariantsUnderLoad() throws Exception {
    int before = loader.loadedModels();
    String name = served(4);
    try (Callers callers = Callers.of(name)) {
      callers.awaitAnswerFrom(1);
      for (int round = 0; round < 8; round++) {
        int version = 2 + round % 3;
        put(name, "b", Map.of("version", "" + version, "weight", 50));
        callers.awaitAnswerFrom(version);
        change(name, Map.of("weights", Map.of("b", 100)));
        callers.awaitAnswerFrom(version);
        registry.move(name, "champion", 1 + (round + 1) % 4);
        change(name, Map.of("weights", Map.of("b", 0)));
        callers.awaitAnswerFrom(1 + (round + 1) % 4);
        if (round % 2 == 1) {
          given().delete(variants(name) + "b");
        }
      }
      assertThat(callers.failures()).isEmpty();
    }
    given().delete("/api/millrace/v1/endpoints/" + name);
    Await.until("every slot to be given back", () -> loader.loadedModels() == before);
  }

  @Test
  void whatIsNoVariantIsRefused() throws IOException {
    String name = served(1);
    assertThat(refusal(name, "primary", Map.of("version", "1")))
        .startsWith("400 A variant cannot be called 'primary'");
    assertThat(refusal(name, "-", Map.of("version", "1"))).startsWith("400 A variant's name");
    assertThat(refusal(name, "b", Map.of("weight", 1))).startsWith("400 Name one of 'alias'");
    assertThat(refusal(name, "b", Map.of("version", "1", "weight", 101)))
        .startsWith("400 Parameter 'weight' is a share in percent");
    assertThat(refusal(name, "b", Map.of("version", "1", "weight", 5, "shadow", Map.of())))
        .startsWith("400 Variant 'b' is a shadow");
    put(name, "b", Map.of("version", "1", "weight", 60));
    assertThat(refusal(name, "c", Map.of("version", "1", "weight", 41)))
        .startsWith("400 The weights of the variants are more than 100");
    Response absent = change(name, Map.of("weights", Map.of("d", 5)));
    assertThat(absent.statusCode()).isEqualTo(404);
    assertThat(absent.jsonPath().getString("message")).contains("has no variant 'd'");
    assertThat(given().delete(variants(name) + "d").statusCode()).isEqualTo(404);
    assertThat(refusal("nowhere", "b", Map.of("version", "1")))
        .startsWith("404 Endpoint 'nowhere'");
  }

  private String served(int versions) throws IOException {
    String name = newModel(registry, models, versions);
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    return name;
  }

  private static String variants(String name) {
    return "/api/millrace/v1/endpoints/" + name + "/variants/";
  }

  private static void put(String name, String variant, Map<String, ?> body) {
    Response answer = putVariant(name, variant, body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
  }

  private static String refusal(String name, String variant, Map<String, ?> body) {
    Response answer = putVariant(name, variant, body);
    return answer.statusCode() + " " + answer.jsonPath().getString("message");
  }

  /** The variant that answers a request of this key. */
  private static String ask(String name, String key) {
    Response answer = invoke(name, "", Map.of("X-Millrace-Request-Key", key));
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.header("X-Millrace-Variant");
  }

  private static double share(Map<String, String> answers, String variant) {
    return answers.values().stream().filter(variant::equals).count() / (double) answers.size();
  }

  private static Response invoke(String name, String version, Map<String, String> headers) {
    return given()
        .contentType("application/json")
        .headers(headers)
        .body(ROW)
        .post("/serving/" + name + "/" + version + "invocations");
  }

  private static Response infer(String name, String version) {
    return given()
        .contentType("application/json")
        .body(TENSORS)
        .post("/v2/models/" + name + version + "/infer");
  }

  private static int get(String name, String path) {
    return given().get("/v2/models/" + name + path).statusCode();
  }
}
