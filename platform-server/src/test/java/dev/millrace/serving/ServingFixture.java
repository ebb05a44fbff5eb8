package dev.millrace.serving;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.Await;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Steps that the tests of serving share. */
final class ServingFixture {

  private static final AtomicInteger NAMES = new AtomicInteger();

  private ServingFixture() {}

  static String newName() {
    return "e" + NAMES.incrementAndGet();
  }

  static void openEndpoint(String name, String model) {
    openEndpoint(Map.of("name", name, "model_name", model, "alias", "champion"));
  }

  static JsonPath openEndpoint(Map<String, ?> body) {
    Response response =
        given().contentType("application/json").body(body).post("/api/millrace/v1/endpoints");
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }

  static Response change(String name, Map<String, ?> body) {
    return given()
        .contentType("application/json")
        .body(body)
        .patch("/api/millrace/v1/endpoints/" + name);
  }

  /** Versions from 1 on, each of which answers {@code v} and its number. */
  static String newModel(FakeRegistry registry, Path folder, int versions) throws IOException {
    String name = newName();
    for (int version = 1; version <= versions; version++) {
      registry.register(
          name, version, TestModels.labeller(folder.resolve("" + version), "v" + version));
    }
    return name;
  }

  /** A new endpoint that answers with version 1, which is this model. */
  static String serve(FakeRegistry registry, Path folder) {
    String name = newName();
    registry.register(name, 1, folder);
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    return name;
  }

  static JsonPath endpoint(String name) {
    return given().get("/api/millrace/v1/endpoints/" + name).jsonPath();
  }

  static JsonPath swaps(String name) {
    return given().get("/api/millrace/v1/endpoints/" + name + "/swaps").jsonPath();
  }

  static Response invoke(String endpoint, String json) {
    return given()
        .contentType("application/json")
        .body(json)
        .post("/serving/" + endpoint + "/invocations");
  }

  static void awaitLive(String endpoint, int version) {
    Await.until(
        "version " + version + " live behind " + endpoint,
        () ->
            String.valueOf(version).equals(endpoint(endpoint).getString("endpoint.live_version")));
  }

  static Response putVariant(String endpoint, String variant, Map<String, ?> body) {
    return given()
        .contentType("application/json")
        .body(body)
        .put("/api/millrace/v1/endpoints/" + endpoint + "/variants/" + variant);
  }

  static void awaitVariant(String endpoint, String variant, int version) {
    String live = "endpoint.variants.find { it.name == '" + variant + "' }.live_version";
    Await.until(
        "version " + version + " to be loaded for " + variant,
        () -> String.valueOf(version).equals(endpoint(endpoint).getString(live)));
  }

  static void awaitFailed(String endpoint, int version) {
    Await.until(
        "version " + version + " failed behind " + endpoint,
        () ->
            endpoint(endpoint)
                .getList("endpoint.deployments.findAll { it.state == 'FAILED' }.version")
                .contains(String.valueOf(version)));
  }
}
