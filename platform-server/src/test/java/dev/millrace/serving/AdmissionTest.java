package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom an endpoint lets in, how often, and how long he waits. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class AdmissionTest {

  private static final String ROW = "{\"inputs\":{\"x\":[5],\"y\":[1]}}";
  private static final String TENSORS =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[5]},"
          + "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

  @TempDir Path models;
  @Inject FakeRegistry registry;

  private String name;

  @BeforeEach
  void open() throws IOException {
    name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
  }

  @Test
  void withoutAKeyNobodyIsAnsweredOnceOneIsRequired() {
    String secret = createKey(Map.of("name", "shop"));
    assertThat(invoke(given()).statusCode()).as("none is required yet").isEqualTo(200);
    putOptions(Map.of("requires_key", true));

    Response without = invoke(given());
    assertThat(without.statusCode()).isEqualTo(401);
    assertThat(without.header("WWW-Authenticate")).isEqualTo("Bearer");
    assertThat(without.jsonPath().getString("error_code")).isEqualTo("UNAUTHENTICATED");
    assertThat(invoke(bearer("mrk_wrong")).statusCode()).isEqualTo(401);
    assertThat(invoke(given().auth().preemptive().basic("me", "secret")).statusCode())
        .isEqualTo(401);
    assertThat(invoke(bearer(secret)).statusCode()).isEqualTo(200);
    assertThat(given().get("/serving/" + name + "/ping").statusCode())
        .as("probes send no keys")
        .isEqualTo(200);

    Response v2 = infer(given());
    assertThat(v2.statusCode()).isEqualTo(401);
    assertThat(v2.jsonPath().getMap("$")).containsOnlyKeys("error");
    assertThat(infer(bearer(secret)).statusCode()).isEqualTo(200);
  }

  @Test
  void aKeyOfAnotherEndpointOrOneThatWasTakenAwayOpensNothing() throws IOException {
    final String secret = createKey(Map.of("name", "shop"));
    putOptions(Map.of("requires_key", true));
    String other = serve(registry, TestModels.classifier(models.resolve("o"), "low", "high"));
    String otherSecret =
        given()
            .contentType("application/json")
            .body(Map.of("name", "shop"))
            .post(route(other) + "/keys")
            .jsonPath()
            .getString("secret");
    assertThat(invoke(bearer(otherSecret)).statusCode()).isEqualTo(401);

    assertThat(given().delete(route(name) + "/keys/shop").statusCode()).isEqualTo(200);
    assertThat(invoke(bearer(secret)).statusCode()).isEqualTo(401);
    assertThat(given().delete(route(name) + "/keys/shop").statusCode()).isEqualTo(404);
  }

  @Test
  void aKeyIsListedWithoutItsSecret() {
    String secret = createKey(Map.of("name", "shop", "requests_per_second", 2.5));
    String listed = given().get(route(name) + "/keys").asString();
    assertThat(listed)
        .contains("\"name\":\"shop\"", "\"requests_per_second\":2.5", secret.substring(0, 10))
        .doesNotContain(secret);
    Response again =
        given()
            .contentType("application/json")
            .body(Map.of("name", "shop"))
            .post(route(name) + "/keys");
    assertThat(again.jsonPath().getString("error_code")).isEqualTo("RESOURCE_ALREADY_EXISTS");
  }

  @Test
  void aKeyIsUsedAsOftenAsItMay() {
    String slow = createKey(Map.of("name", "slow", "requests_per_second", 0.001));
    String other = createKey(Map.of("name", "other"));
    putOptions(Map.of("requires_key", true));
    assertThat(invoke(bearer(slow)).statusCode()).isEqualTo(200);

    // A change of the endpoint gives nothing back.
    putOptions(Map.of("requires_key", true, "max_concurrent_requests", 4));
    Response tooOften = invoke(bearer(slow));
    assertThat(tooOften.statusCode()).isEqualTo(429);
    assertThat(tooOften.header("Retry-After")).isEqualTo("1");
    assertThat(tooOften.jsonPath().getString("message")).contains("'slow'");
    assertThat(infer(bearer(slow)).statusCode()).as("in the other protocol too").isEqualTo(429);
    assertThat(invoke(bearer(other)).statusCode()).isEqualTo(200);
    assertThat(given().get("/q/metrics").asString())
        .contains(
            "millrace_serving_turned_away_total{endpoint=\"%s\",reason=\"rate\"} 2.0"
                .formatted(name));
  }

  /** Also when the model has shown itself to be quick and is asked by the thread that reads. */
  @Test
  void aRateHoldsForQuickModelsToo() {
    for (int i = 0; i < 300; i++) {
      assertThat(invoke(given()).statusCode()).isEqualTo(200);
    }
    String slow = createKey(Map.of("name", "slow", "requests_per_second", 0.001));
    putOptions(Map.of("requires_key", true));
    assertThat(invoke(given()).statusCode()).isEqualTo(401);
    assertThat(invoke(bearer(slow)).statusCode()).isEqualTo(200);
    assertThat(invoke(bearer(slow)).statusCode()).isEqualTo(429);
  }

  @Test
  void whoDoesNotWaitIsToldWhenTheTimeIsOver() {
    String manyRows =
        "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":["
            + "[5,1],".repeat(400_000)
            + "[5,1]]}}";
    Response late =
        given()
            .contentType("application/json")
            .header("X-Millrace-Timeout-Ms", 1)
            .body(manyRows)
            .post("/serving/" + name + "/invocations");
    assertThat(late.statusCode()).as(late.asString()).isEqualTo(504);
    assertThat(late.jsonPath().getString("error_code")).isEqualTo("DEADLINE_EXCEEDED");
    assertThat(invoke(given().header("X-Millrace-Timeout-Ms", 10_000)).statusCode()).isEqualTo(200);
    for (String wrong : new String[] {"0", "-1", "soon", "99999999999"}) {
      Response refused = invoke(given().header("X-Millrace-Timeout-Ms", wrong));
      assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
      assertThat(refused.jsonPath().getString("message")).contains("X-Millrace-Timeout-Ms");
    }
  }

  @Test
  void optionsAreShownAndTakenBack() {
    putOptions(Map.of("max_concurrent_requests", 1, "max_waiting_requests", 0));
    assertThat(endpoint(name).getMap("endpoint.options"))
        .isEqualTo(Map.of("max_concurrent_requests", 1, "max_waiting_requests", 0));
    assertThat(invoke(given()).statusCode()).isEqualTo(200);
    putOptions(Map.of());
    assertThat(endpoint(name).getMap("endpoint.options")).isNull();
    Response refused =
        given()
            .contentType("application/json")
            .body(Map.of("max_concurrent_requests", 0))
            .put(route(name) + "/options");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.jsonPath().getString("message")).contains("max_concurrent_requests");
  }

  @Test
  void whatTheModelIsNotSureOfIsWithheld() throws IOException {
    String tensor =
        "[{\"type\":\"tensor\",\"tensor-spec\":{\"dtype\":\"float32\",\"shape\":[-1,4]}}]";
    name = serve(registry, TestModels.iris(models.resolve("iris"), "model.onnx", tensor));
    // The second flower lies between two kinds.
    String flowers = "{\"inputs\":[[5.1,3.5,1.4,0.2],[5.9,2.8,4.9,1.7]]}";
    List<List<Float>> before = ask(flowers).jsonPath().getList("predictions.probabilities");
    assertThat(before.get(0).get(0)).isGreaterThan(0.9f);
    assertThat(before.get(1)).allMatch(probability -> probability < 0.9f);
    putOptions(Map.of("withhold_below", 0.9));
    Response answer = ask(flowers);
    assertThat(answer.jsonPath().getList("withheld")).isEqualTo(List.of(1));
    assertThat(answer.jsonPath().getList("predictions.probabilities[0]")).isEqualTo(before.get(0));
    assertThat(answer.jsonPath().getList("predictions.label[1]")).isNull();
    assertThat(infer(given()).statusCode()).as("tensors have no word for it").isEqualTo(501);
  }

  private Response ask(String body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/serving/" + name + "/invocations");
  }

  private String createKey(Map<String, ?> body) {
    Response created =
        given().contentType("application/json").body(body).post(route(name) + "/keys");
    assertThat(created.statusCode()).as(created.asString()).isEqualTo(200);
    return created.jsonPath().getString("secret");
  }

  private void putOptions(Map<String, ?> body) {
    Response put = given().contentType("application/json").body(body).put(route(name) + "/options");
    assertThat(put.statusCode()).as(put.asString()).isEqualTo(200);
  }

  private Response invoke(RequestSpecification request) {
    return request
        .contentType("application/json")
        .body(ROW)
        .post("/serving/" + name + "/invocations");
  }

  private Response infer(RequestSpecification request) {
    return request
        .contentType("application/json")
        .body(TENSORS)
        .post("/v2/models/" + name + "/infer");
  }

  private static RequestSpecification bearer(String secret) {
    return given().header("Authorization", "Bearer " + secret);
  }

  private static String route(String endpoint) {
    return "/api/millrace/v1/endpoints/" + endpoint;
  }
}
