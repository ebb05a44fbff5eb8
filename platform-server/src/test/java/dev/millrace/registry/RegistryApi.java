package dev.millrace.registry;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/** The registry's routes as a client calls them. */
final class RegistryApi {

  static final String MODELS = "/api/2.0/mlflow/registered-models/";
  static final String VERSIONS = "/api/2.0/mlflow/model-versions/";
  static final String PROMOTIONS = "/api/millrace/v1/promotions";

  private RegistryApi() {}

  static Response post(String path, Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).post(path);
  }

  static Response patch(String path, Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).patch(path);
  }

  static Response delete(String path, Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).delete(path);
  }

  static Response get(String path, Map<String, ?> query) {
    return given().queryParams(query).get(path);
  }

  /** Sends again what was answered 503, as MLflow's clients do: then nothing was written. */
  static JsonPath okWithRetries(Supplier<Response> request) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    Response response = request.get();
    while (response.statusCode() == 503 && System.nanoTime() < deadline) {
      response = request.get();
    }
    return ok(response);
  }

  static JsonPath ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }

  static void assertError(Response response, int status, String code, String message) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo(code);
    assertThat(response.jsonPath().getString("message")).contains(message);
  }

  /** A new model with as many versions. */
  static String modelWithVersions(int versions) {
    String name = "model-" + UUID.randomUUID();
    ok(post(MODELS + "create", Map.of("name", name)));
    for (int i = 0; i < versions; i++) {
      ok(createVersion(name));
    }
    return name;
  }

  static Response createVersion(String name) {
    return post(
        VERSIONS + "create",
        Map.of(
            "name", name,
            "source", FixtureSources.MODEL_SOURCE,
            "model_id", FixtureSources.MODEL));
  }

  static Response setAlias(String name, String alias, String version) {
    return post(MODELS + "alias", Map.of("name", name, "alias", alias, "version", version));
  }

  static Response promote(String name, String alias, String version, String reason) {
    return post(
        PROMOTIONS,
        Map.of("model_name", name, "alias", alias, "version", version, "reason", reason));
  }
}
