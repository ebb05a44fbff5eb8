package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitFailed;
import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.swaps;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.EndpointSpec;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class EndpointResourceTest {

  private static final String ROW =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5,1]]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject Deployments deployments;

  @Test
  void endpointWithoutAVersionIsThereAndAnswers503() {
    String name = newName();
    openEndpoint(name, name);

    assertThat(endpoint(name).getString("endpoint.live_version")).isNull();
    Response ping = get("/serving/" + name + "/ping");
    assertThat(ping.statusCode()).isEqualTo(503);
    assertThat(ping.header("Retry-After")).isEqualTo("1");
    assertThat(ping.jsonPath().getString("error_code")).isEqualTo("TEMPORARILY_UNAVAILABLE");
    assertThat(invoke(name, ROW).statusCode()).isEqualTo(503);
  }

  @Test
  void anEndpointThatIsMadeWhileTheOthersAreLookedUpIsNotTakenForADeletedOne() throws IOException {
    String name = newName();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "one"));
    registry.move(name, "champion", 1);
    List<CompletableFuture<Void>> opening = new ArrayList<>();
    deployments.reconcile(
        () -> {
          List<EndpointSpec> before = List.copyOf(deployments.describeAll().keySet());
          opening.add(CompletableFuture.runAsync(() -> openEndpoint(name, name)));
          Await.until(
              "it to be stored",
              () -> get("/api/millrace/v1/endpoints/" + name).statusCode() == 200);
          return before;
        });
    opening.get(0).join();
    awaitLive(name, 1);
    assertThat(swaps(name).getList("swaps.state")).containsExactly("SWAPPED");
  }

  @Test
  void swapIsRecordedStepByStep() throws IOException {
    String name = newName();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "one"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "two"));
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    Await.until(
        "the old version freed", () -> "FREED".equals(swaps(name).getString("swaps[0].state")));

    assertThat(swaps(name).getList("swaps[0].transitions.state"))
        .isEqualTo(
            List.of(
                "STARTED",
                "DOWNLOADED",
                "VERIFIED",
                "LOADED",
                "WARMED",
                "READY",
                "SWAPPED",
                "DRAINING",
                "FREED"));
    assertThat(swaps(name).getString("swaps[0].from_version")).isEqualTo("1");
    assertThat(swaps(name).getString("swaps[0].to_version")).isEqualTo("2");
    assertThat(swaps(name).getLong("swaps[0].ended_at"))
        .isGreaterThanOrEqualTo(swaps(name).getLong("swaps[0].started_at"));
    assertThat(endpoint(name).getString("endpoint.live_state")).isEqualTo("READY");
    assertThat(endpoint(name).getString("endpoint.signature.inputs[0].name")).isEqualTo("x");
  }

  @Test
  void theServersBehindAnEndpointAreListed() throws IOException {
    String name = newName();
    openEndpoint(name, name);
    Await.until(
        "this server to report",
        () -> endpoint(name).getList("endpoint.replicas.name").size() == 1);
    assertThat(endpoint(name).getString("endpoint.replicas[0].live_version")).isNull();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "one"));
    registry.move(name, "champion", 1);
    Await.until(
        "the version to be reported",
        () -> "1".equals(endpoint(name).getString("endpoint.replicas[0].live_version")));
    assertThat(endpoint(name).getList("endpoint.replicas[0].deployments.state"))
        .containsExactly("READY");
    assertThat(
            given()
                .get("/api/millrace/v1/endpoints")
                .jsonPath()
                .getString("endpoints.find { it.name == '" + name + "' }.replicas[0].live_version"))
        .isEqualTo("1");
  }

  @Test
  void brokenCandidatesNeverTakeTrafficAndSayWhy() throws IOException {
    String name = newName();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "good"));
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);

    Path corrupt = TestModels.labeller(models.resolve("2"), "bad");
    byte[] bytes = Files.readAllBytes(corrupt.resolve("model.tribuo"));
    Arrays.fill(bytes, bytes.length / 4, bytes.length / 2, (byte) 0xff);
    Files.write(corrupt.resolve("model.tribuo"), bytes);
    Path wrongHash = TestModels.labeller(models.resolve("3"), "bad");
    registry.forgeHash(wrongHash.resolve("model.tribuo"));
    Path noMlmodel = TestModels.labeller(models.resolve("5"), "bad");
    Files.delete(noMlmodel.resolve("MLmodel"));
    Path noData = TestModels.labeller(models.resolve("6"), "bad");
    Files.delete(noData.resolve("model.tribuo"));
    Path otherFeatures =
        TestModels.labeller(models.resolve("8"), "bad", "[{\"name\":\"z\",\"type\":\"double\"}]");
    Path badExample =
        TestModels.withExample(
            TestModels.labeller(models.resolve("9"), "bad"), "{\"inputs\":{\"x\":[\"text\"]}}");
    Path escaping =
        TestModels.describe(models.resolve("10"), "tribuo: {data: ../1/model.tribuo}", "");
    Path notOnnx = TestModels.describe(models.resolve("11"), "onnx: {data: model.onnx}", "");
    Files.writeString(notOnnx.resolve("model.onnx"), "not an ONNX model");

    Map<Integer, Map.Entry<Path, String>> candidates =
        Map.of(
            2, Map.entry(corrupt, "Tribuo cannot load the model"),
            3, Map.entry(wrongHash, "SHA-256"),
            4, Map.entry(models.resolve("absent"), "no files"),
            5, Map.entry(noMlmodel, "no MLmodel"),
            6, Map.entry(noData, "is not in the model"),
            8, Map.entry(otherFeatures, "not in the model [z]"),
            9, Map.entry(badExample, "its own input example"),
            10, Map.entry(escaping, "is not in the model"),
            11, Map.entry(notOnnx, "ONNX"));
    for (Map.Entry<Integer, Map.Entry<Path, String>> candidate : candidates.entrySet()) {
      int version = candidate.getKey();
      registry.register(name, version, candidate.getValue().getKey());
      registry.move(name, "champion", version);
      awaitFailed(name, version);

      assertThat(swaps(name).getString("swaps[0].to_version")).isEqualTo("" + version);
      assertThat(swaps(name).getString("swaps[0].state")).isEqualTo("FAILED");
      assertThat(swaps(name).getString("swaps[0].reason"))
          .contains(candidate.getValue().getValue());
      Response answer = invoke(name, ROW);
      assertThat(answer.header("X-Millrace-Model-Version")).isEqualTo("1");
      assertThat(answer.jsonPath().getList("predictions")).isEqualTo(List.of("good"));
    }
  }

  @Test
  void versionThatAnswersOtherwiseThanItsFrameworkNeverTakesTraffic() throws IOException {
    String name = newName();
    registry.register(
        name, 1, TestModels.withPredictionTests(signs(1), cases("-1, -1", "1.00005, 1")));
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);

    List<Map.Entry<String, String>> refused =
        List.of(
            Map.entry(cases("-1, -1", "1, -1"), "case 2: predictions[1] should be -1 and are 1.0."),
            Map.entry(
                cases("-1, -1", "1.001, 1"), "case 2: predictions[0] should be 1.001 and are 1.0."),
            Map.entry(
                cases("-1, -1", "1, 1").replace("[-3, 0]", "[\"text\", 0]"),
                "case 1: Column 'x', row 0: expected double"),
            Map.entry("{\"cases\": []}", "has no list 'cases'"),
            Map.entry("{\"cases\": [{\"request\": {}}]}", "case 1 lacks"),
            Map.entry("no JSON", "is not JSON"));
    for (int i = 0; i < refused.size(); i++) {
      int version = i + 2;
      registry.register(
          name, version, TestModels.withPredictionTests(signs(version), refused.get(i).getKey()));
      registry.move(name, "champion", version);
      awaitFailed(name, version);

      assertThat(swaps(name).getString("swaps[0].reason")).contains(refused.get(i).getValue());
      assertThat(invoke(name, ROW).header("X-Millrace-Model-Version")).isEqualTo("1");
    }
  }

  private Path signs(int version) throws IOException {
    return TestModels.regressor(models.resolve("" + version));
  }

  /** Two requests of two rows each, of negative and of positive x. */
  private static String cases(String negative, String positive) {
    return """
        {"cases": [
          {"request": {"dataframe_split": {"columns": ["x", "y"], "data": [[-3, 0], [-5, 1]]}},
           "predictions": [%s]},
          {"request": {"dataframe_split": {"columns": ["x", "y"], "data": [[3, 0], [5, 1]]}},
           "predictions": [%s]}]}"""
        .formatted(negative, positive);
  }

  @Test
  void exampleWithMissingValuesIsScored() throws IOException {
    String name = newName();
    String optional = TestModels.DOUBLES.replace("}", ",\"required\":false}");
    registry.register(
        name,
        1,
        TestModels.withExample(
            TestModels.labeller(models.resolve("1"), "one", optional),
            "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[NaN,1]]}}"));
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);

    assertThat(invoke(name, ROW).jsonPath().getList("predictions")).isEqualTo(List.of("one"));
  }

  @Test
  void deletedAliasLeavesTheLastVersionServing() throws IOException {
    String name = newName();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "one"));
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);

    registry.remove(name, "champion");
    assertThat(invoke(name, ROW).statusCode()).isEqualTo(200);
  }

  @Test
  void deletedEndpointIsGone() throws IOException {
    String name = newName();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "one"));
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);

    assertThat(given().delete("/api/millrace/v1/endpoints/" + name).statusCode()).isEqualTo(200);
    assertThat(invoke(name, ROW).statusCode()).isEqualTo(404);
    assertThat(get("/api/millrace/v1/endpoints/" + name).jsonPath().getString("error_code"))
        .isEqualTo("RESOURCE_DOES_NOT_EXIST");
    assertThat(given().delete("/api/millrace/v1/endpoints/" + name).statusCode()).isEqualTo(404);
  }

  @Test
  void badRequestsToOpenAreRefused() {
    String name = newName();
    openEndpoint(name, "m");
    assertThat(open(Map.of("name", name, "model_name", "m")))
        .isEqualTo("400 RESOURCE_ALREADY_EXISTS");
    assertThat(open(Map.of("model_name", "m"))).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(open(Map.of("name", "n"))).isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(open(Map.of("name", "../x", "model_name", "m")))
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
    assertThat(open(Map.of("name", "n", "model_name", "m\0")))
        .isEqualTo("400 INVALID_PARAMETER_VALUE");
  }

  private static String open(Map<String, String> body) {
    Response response =
        given().contentType("application/json").body(body).post("/api/millrace/v1/endpoints");
    return response.statusCode() + " " + response.jsonPath().getString("error_code");
  }
}
