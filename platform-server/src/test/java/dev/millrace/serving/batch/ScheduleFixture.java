package dev.millrace.serving.batch;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.registry.GateFixture;
import dev.millrace.serving.TestModels;
import dev.millrace.testing.Await;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** Steps that the tests of schedules share. */
final class ScheduleFixture {

  static final String SCHEDULES = "/api/millrace/v1/schedules";
  private static final String ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/";

  private ScheduleFixture() {}

  /** A model whose champion answers {@code low} where x is less than 0, else {@code high}. */
  static String newModel(Path folder) throws IOException {
    String model = GateFixture.newModel();
    String run = GateFixture.newRun(Map.of());
    GateFixture.logModel(run, TestModels.classifier(folder.resolve(model), "low", "high"));
    String version = GateFixture.version(model, run);
    Response alias =
        given()
            .contentType("application/json")
            .body(Map.of("name", model, "alias", "champion", "version", version))
            .post("/api/2.0/mlflow/registered-models/alias");
    assertThat(alias.statusCode()).as(alias.asString()).isEqualTo(200);
    return model;
  }

  /** A request for a schedule that is not due in the time of a test. */
  static Map<String, Object> request(String model) {
    String name = "s-" + UUID.randomUUID();
    return new HashMap<>(
        Map.of(
            "name",
            name,
            "model_name",
            model,
            "input",
            "mlflow-artifacts:/" + name + "/rows.csv",
            "output",
            "mlflow-artifacts:/" + name + "/scored-{time}.csv",
            "cron",
            "0 0 1 1 *"));
  }

  static Response create(Map<String, ?> request) {
    return given().contentType("application/json").body(request).post(SCHEDULES);
  }

  /** Creates it and answers its name. */
  static String created(Map<String, ?> request) {
    Response answer = create(request);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath().getString("schedule.name");
  }

  static Response change(String name, Map<String, ?> change) {
    return given().contentType("application/json").body(change).patch(SCHEDULES + "/" + name);
  }

  static Response run(String name, Map<String, ?> request) {
    return given()
        .contentType("application/json")
        .body(request)
        .post(SCHEDULES + "/" + name + "/run");
  }

  static JsonPath schedule(String name) {
    return given().get(SCHEDULES + "/" + name).jsonPath();
  }

  static JsonPath jobs(String name) {
    return given().get(SCHEDULES + "/" + name + "/jobs").jsonPath();
  }

  /** The newest job, once it is over. */
  static Map<String, Object> awaitOver(String name) {
    Await.until(
        "the newest job of " + name + " to be over",
        () -> schedule(name).get("schedule.last_job.ended_at") != null);
    return schedule(name).getMap("schedule.last_job");
  }

  static void upload(String path, String content) {
    assertThat(
            given()
                .contentType("application/octet-stream")
                .body(content.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .put(ARTIFACTS + path)
                .statusCode())
        .isEqualTo(200);
  }

  static Response download(String uri) {
    return given().get(ARTIFACTS + uri.substring("mlflow-artifacts:/".length()));
  }
}
