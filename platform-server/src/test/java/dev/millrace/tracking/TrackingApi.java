package dev.millrace.tracking;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.response.Response;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** The tracking routes as a client calls them. */
public final class TrackingApi {

  public static final String API = "/api/2.0/mlflow/";
  public static final String EXPERIMENTS = API + "experiments/";
  public static final String RUNS = API + "runs/";
  public static final String METRICS = API + "metrics/";
  public static final String MODELS = API + "logged-models";

  private TrackingApi() {}

  /** Sends a body: a map or list is written as JSON, a string goes as it is. */
  public static Response post(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).post(path);
  }

  public static Response patch(String path, Object body) {
    return given().contentType(ContentType.JSON).body(body).patch(path);
  }

  public static Response get(String path, Map<String, ?> query) {
    return given().queryParams(query).get(path);
  }

  public static JsonPath ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath(
        JsonPathConfig.jsonPathConfig().numberReturnType(JsonPathConfig.NumberReturnType.DOUBLE));
  }

  public static void assertError(Response response, int status, String code, String message) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo(code);
    assertThat(response.jsonPath().getString("message")).contains(message);
  }

  public static void assertInvalid(Response response, String message) {
    assertError(response, 400, "INVALID_PARAMETER_VALUE", message);
  }

  public static void assertNotFound(Response response, String message) {
    assertError(response, 404, "RESOURCE_DOES_NOT_EXIST", message);
  }

  /** A new experiment with a name of its own. */
  public static String newExperiment() {
    return ok(post(EXPERIMENTS + "create", Map.of("name", "experiment-" + UUID.randomUUID())))
        .getString("experiment_id");
  }

  /** A new run in a new experiment. */
  public static String newRun() {
    return newRun(newExperiment(), "a-run", 0);
  }

  public static String newRun(String experimentId, String name, long startTime) {
    return ok(post(
            RUNS + "create",
            Map.of("experiment_id", experimentId, "run_name", name, "start_time", startTime)))
        .getString("run.info.run_id");
  }

  /** The run as {@code runs/get} answers it. */
  public static JsonPath run(String runId) {
    return ok(get(RUNS + "get", Map.of("run_id", runId)));
  }

  public static Map<String, Object> metric(String key, Object value, long timestamp, long step) {
    return Map.of("key", key, "value", value, "timestamp", timestamp, "step", step);
  }

  public static Map<String, String> text(String key, String value) {
    return Map.of("key", key, "value", value);
  }

  /** Text that no compression makes short: it shows whether an index must hold it whole. */
  public static String noise(int length) {
    return new Random(7)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** All that one call may log; each list may be empty. */
  public static Response logBatch(
      String runId,
      List<? extends Map<String, ?>> metrics,
      List<? extends Map<String, ?>> params,
      List<? extends Map<String, ?>> tags) {
    return post(
        RUNS + "log-batch",
        Map.of("run_id", runId, "metrics", metrics, "params", params, "tags", tags));
  }

  public static Response logMetrics(String runId, List<? extends Map<String, ?>> metrics) {
    return post(RUNS + "log-batch", Map.of("run_id", runId, "metrics", metrics));
  }

  public static Response logParams(String runId, List<? extends Map<String, ?>> params) {
    return post(RUNS + "log-batch", Map.of("run_id", runId, "params", params));
  }

  public static Response setTags(String runId, List<? extends Map<String, ?>> tags) {
    return post(RUNS + "log-batch", Map.of("run_id", runId, "tags", tags));
  }

  /** Links a run to one dataset that it read. */
  public static Response logDataset(
      String runId, Map<String, ?> dataset, List<? extends Map<String, ?>> tags) {
    return post(
        RUNS + "log-inputs",
        Map.of("run_id", runId, "datasets", List.of(Map.of("dataset", dataset, "tags", tags))));
  }

  public static Map<String, String> dataset(
      String name, String digest, String sourceType, String source) {
    return Map.of("name", name, "digest", digest, "source_type", sourceType, "source", source);
  }
}
