package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every answer of an endpoint names it, and who of its versions was chosen to answer. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class AnswerNamesTest {

  private static final String ROW = "{\"inputs\":{\"x\":[5],\"y\":[1]}}";
  private static final String TENSORS =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[5]},"
          + "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @TestHTTPResource URI server;

  @Test
  void whatIsAnsweredNamesWhoAnswered() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    for (Response answer :
        List.of(
            post("/serving/" + name + "/invocations", ROW),
            post("/serving/" + name + "/versions/1/invocations", ROW),
            given().get("/serving/" + name + "/ping"),
            given().get("/serving/" + name + "/version"),
            post("/v2/models/" + name + "/infer", TENSORS),
            post("/v2/models/" + name + "/versions/1/infer", TENSORS),
            given().get("/v2/models/" + name),
            given().get("/v2/models/" + name + "/versions/1/ready"),
            given().get("/v2/models/" + name + "/stats"))) {
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
      requireNames(answer, name, "1");
    }
  }

  @Test
  void whatAVersionRefusesNamesTheVersion() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    for (Response refusal :
        List.of(
            post("/serving/" + name + "/invocations", "{"),
            post("/serving/" + name + "/invocations", "{\"inputs\":{\"x\":[5]}}"),
            post("/serving/" + name + "/versions/1/invocations", "[]"),
            post("/v2/models/" + name + "/infer", "{}"),
            post("/v2/models/" + name + "/versions/1/infer", "nonsense"))) {
      assertThat(refusal.statusCode()).as(refusal.asString()).isEqualTo(400);
      requireNames(refusal, name, "1");
    }
  }

  @Test
  void whatAVersionFailsOnNamesItTooAndCostsThatRequestAlone() throws IOException {
    String name =
        serve(
            registry,
            TestModels.odd(
                models.resolve("m"), "one-row.onnx", "[{\"name\":\"x\",\"type\":\"float\"}]"));
    for (String route : routes(name)) {
      boolean v2 = route.startsWith("/v2");
      String one =
          v2
              ? "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP32\",\"data\":[5]}]}"
              : "{\"inputs\":{\"x\":[5]}}";
      String two = one.replace("[5]", "[5,6]").replace("[1]", "[2]");
      Response failed =
          given()
              .contentType("application/json")
              .header("X-Millrace-Request-Id", "mine")
              .body(two)
              .post(route);
      assertThat(failed.statusCode()).as(failed.asString()).isEqualTo(500);
      assertThat(failed.asString()).contains("error id mine").doesNotContain("Reshape");
      requireNames(failed, name, "1");
      assertThat(post(route, one).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void whatIsRefusedBeforeAVersionWasChosenNamesTheEndpointAlone() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    String empty = newName();
    openEndpoint(empty, empty);
    for (String endpoint : List.of(name, empty)) {
      int status = endpoint.equals(name) ? 404 : 503;
      requireNames(post("/serving/" + endpoint + "/versions/7/invocations", ROW), status, endpoint);
      requireNames(post("/v2/models/" + endpoint + "/versions/7/infer", TENSORS), status, endpoint);
      requireNames(given().get("/v2/models/" + endpoint + "/versions/7/ready"), status, endpoint);
    }
    requireNames(post("/serving/" + empty + "/invocations", ROW), 503, empty);
    requireNames(given().get("/serving/" + empty + "/ping"), 503, empty);
    requireNames(given().get("/v2/models/" + name + "/infer"), 405, name);
    requireNames(given().get("/v2/models/" + name + "/nothing"), 404, name);
    for (String route : routes(name)) {
      requireNames(given().contentType("text/html").body("x").post(route), 415, name);
      requireNames(
          given()
              .contentType("application/json")
              .header("X-Millrace-Timeout-Ms", "soon")
              .body(ROW)
              .post(route),
          400,
          name);
      for (HttpRequest.BodyPublisher large :
          List.of(
              BodyPublishers.ofByteArray(new byte[11 << 20]),
              BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[11 << 20])))) {
        HttpResponse<String> refusal =
            HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .send(
                    HttpRequest.newBuilder(server.resolve(route))
                        .header("Content-Type", "application/json")
                        .POST(large)
                        .build(),
                    BodyHandlers.ofString());
        assertThat(refusal.statusCode()).isEqualTo(413);
        assertThat(refusal.headers().allValues("X-Millrace-Endpoint")).containsExactly(name);
      }
    }
  }

  @Test
  void whoIsNotLetInIsToldTheEndpointToo() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    String endpoint = "/api/millrace/v1/endpoints/" + name;
    String slow =
        given()
            .contentType("application/json")
            .body(Map.of("name", "slow", "requests_per_second", 0.001))
            .post(endpoint + "/keys")
            .jsonPath()
            .getString("secret");
    given()
        .contentType("application/json")
        .body(Map.of("requires_key", true))
        .put(endpoint + "/options");
    RequestSpecification allowed = given().header("Authorization", "Bearer " + slow);
    assertThat(
            allowed
                .contentType("application/json")
                .body(ROW)
                .post(routes(name).get(0))
                .statusCode())
        .isEqualTo(200);
    for (String route : routes(name)) {
      requireNames(post(route, ROW), 401, name);
      requireNames(
          given()
              .header("Authorization", "Bearer " + slow)
              .contentType("application/json")
              .body(ROW)
              .post(route),
          429,
          name);
    }
  }

  @Test
  void aNameThatIsNoEndpointsIsNotRepeated() {
    for (Response refusal :
        List.of(
            post("/serving/nowhere-at-all/invocations", ROW),
            given().get("/serving/nowhere-at-all/ping"),
            post("/v2/models/nowhere-at-all/infer", TENSORS),
            given().get("/v2/models/nowhere-at-all"))) {
      assertThat(refusal.statusCode()).isEqualTo(404);
      assertThat(refusal.headers().toString()).doesNotContain("nowhere-at-all");
      assertThat(refusal.header("X-Millrace-Endpoint")).isNull();
      assertThat(refusal.header("X-Millrace-Model-Version")).isNull();
    }
  }

  private static List<String> routes(String endpoint) {
    return List.of("/serving/" + endpoint + "/invocations", "/v2/models/" + endpoint + "/infer");
  }

  private static Response post(String route, String body) {
    return given().contentType("application/json").body(body).post(route);
  }

  private static void requireNames(Response refusal, int status, String endpoint) {
    assertThat(refusal.statusCode()).as(refusal.asString()).isEqualTo(status);
    requireNames(refusal, endpoint, null);
  }

  private static void requireNames(Response answer, String endpoint, String version) {
    String told = answer.statusLine() + answer.headers() + answer.asString();
    assertThat(answer.headers().getValues("X-Millrace-Endpoint"))
        .as(told)
        .containsExactly(endpoint);
    assertThat(answer.headers().getValues("X-Millrace-Model-Version"))
        .as(told)
        .isEqualTo(version == null ? List.of() : List.of(version));
    assertThat(answer.headers().getValues("X-Millrace-Variant"))
        .as(told)
        .isEqualTo(version == null ? List.of() : List.of("primary"));
  }
}
