package dev.millrace.registry;

import static dev.millrace.registry.RegistryApi.MODELS;
import static dev.millrace.registry.RegistryApi.PROMOTIONS;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** Versions that come from real runs with real models, and the calls around promoting them. */
public final class GateFixture {

  static final String POLICIES = "/api/millrace/v1/promotion-policies/";
  private static final String TRACKING = "/api/2.0/mlflow/";

  private GateFixture() {}

  public static String newModel() {
    String name = "gated-" + UUID.randomUUID();
    ok(post(MODELS + "create", Map.of("name", name)));
    return name;
  }

  /** A run with these metrics, each logged at steps 0, 1, …. */
  public static String newRun(Map<String, List<Double>> metrics) {
    String run =
        ok(post(TRACKING + "runs/create", Map.of("experiment_id", "0")))
            .getString("run.info.run_id");
    metrics.forEach(
        (key, values) -> {
          for (int step = 0; step < values.size(); step++) {
            ok(
                post(
                    TRACKING + "runs/log-metric",
                    Map.of(
                        "run_id", run,
                        "key", key,
                        "value", values.get(step),
                        "timestamp", 1_000 + step,
                        "step", step)));
          }
        });
    return run;
  }

  static String runWith(String metric, double value) {
    return newRun(Map.of(metric, List.of(value)));
  }

  /** A version whose files are in the run's folder {@code model}; its number. */
  public static String version(String model, String run) {
    return ok(post(
            VERSIONS + "create",
            Map.of("name", model, "source", "runs:/" + run + "/model", "run_id", run)))
        .getString("model_version.version");
  }

  /** A logged model of a run; its id. */
  static String loggedModel(String run) {
    return ok(post(
            TRACKING + "logged-models",
            Map.of("experiment_id", "0", "name", "m", "source_run_id", run)))
        .getString("model.info.model_id");
  }

  /** Logs in a run what was measured of a logged model. */
  static void measure(String run, String logged, String key, double value) {
    ok(
        post(
            TRACKING + "runs/log-metric",
            Map.of(
                "run_id", run,
                "key", key,
                "value", value,
                "timestamp", 2_000,
                "step", 5,
                "model_id", logged)));
  }

  /** A version that is a logged model; its number. */
  static String versionOfLogged(String model, String logged) {
    return ok(post(
            VERSIONS + "create",
            Map.of("name", model, "source", "models:/" + logged, "model_id", logged)))
        .getString("model_version.version");
  }

  /** A version of the model with a metric. */
  static String versionWith(String model, String metric, double value) {
    return version(model, runWith(metric, value));
  }

  /** Logs a folder as the run's model. */
  public static void logModel(String run, Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        assertThat(
                given()
                    .contentType("application/octet-stream")
                    .body(Files.readAllBytes(file))
                    .put(
                        "/api/2.0/mlflow-artifacts/artifacts/0/" + run + "/artifacts/model/" + path)
                    .statusCode())
            .isEqualTo(200);
      }
    }
  }

  static Response setPolicy(String model, String yaml) {
    return given()
        .contentType("application/yaml")
        .body(yaml.getBytes(StandardCharsets.UTF_8))
        .put(POLICIES + model + "/champion");
  }

  static Response promote(String model, String version) {
    return promote(model, version, Map.of());
  }

  static Response promote(String model, String version, Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("model_name", model);
    body.put("version", version);
    return post(PROMOTIONS, body);
  }

  /** Calls as a person of that name. */
  static RequestSpecification as(String user) {
    return given().contentType("application/json").auth().preemptive().basic(user, "");
  }

  static Response approve(String request, String user) {
    return as(user).body(Map.of()).post(PROMOTIONS + "/requests/" + request + "/approve");
  }

  /** Where the champion points; null where it points nowhere. */
  static String champion(String model) {
    Response answer = given().queryParams("name", model, "alias", "champion").get(MODELS + "alias");
    return answer.statusCode() == 200 ? answer.jsonPath().getString("model_version.version") : null;
  }

  static List<Map<String, Object>> history(String model) {
    List<Map<String, Object>> rows =
        ok(given().queryParams("model_name", model, "max_results", 1000).get(PROMOTIONS))
            .getList("promotions");
    return rows == null ? List.of() : rows;
  }
}
