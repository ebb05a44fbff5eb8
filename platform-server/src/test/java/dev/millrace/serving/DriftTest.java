package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.JSON;
import static dev.millrace.serving.RequestLogFixture.asked;
import static dev.millrace.serving.RequestLogFixture.awaitKept;
import static dev.millrace.serving.RequestLogFixture.entry;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.core.data.RowSketch;
import dev.millrace.serving.drift.DriftWatcher;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What versions were asked and answered in a window, against a reference. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class DriftTest {

  private static final int ROWS = 400;

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject DataSource database;
  @Inject DriftWatcher watcher;

  @Test
  void aWindowIsHeldAgainstAnother() throws IOException {
    String name = twoWindows();
    long first = entry(name, "even").getLong("at");
    long second = entry(name, "high").getLong("at");
    JsonPath drift =
        drift(
            name,
            "?from=%2$d&to=%2$d&reference_from=%1$d&reference_to=%1$d".formatted(first, second));
    assertThat(drift.getList("versions.version")).containsExactly("1");
    assertThat(drift.getInt("versions[0].requests")).isEqualTo(1);
    assertThat(drift.getBoolean("versions[0].complete")).isTrue();
    assertThat(drift.getString("versions[0].reference.kind")).isEqualTo("WINDOW");
    assertThat(drift.getString("versions[0].features[0].name"))
        .as("the worst first")
        .isEqualTo("x");
    JsonPath x = feature(drift, "x");
    assertThat(x.getInt("rows")).isEqualTo(ROWS);
    assertThat(x.getString("level")).isEqualTo("STRONG");
    // Three quarters of the reference are below all of the window.
    assertThat(x.getDouble("ks")).isCloseTo(0.75, within(0.03));
    assertThat(x.getDouble("psi")).isGreaterThan(1);
    assertThat(x.getDouble("mean")).isCloseTo(15, within(0.1));
    assertThat(x.getDouble("missing_share")).isZero();
    assertThat(x.getDouble("out_of_range_share")).isZero();
    assertThat(x.getList("quantiles")).hasSize(5);
    assertThat(feature(drift, "y").getString("level")).isEqualTo("NONE");
    assertThat(drift.getList("versions[0].prediction.categories.value")).containsExactly("high");
    assertThat(drift.getString("versions[0].prediction.level")).isEqualTo("STRONG");
  }

  @Test
  void withoutAnotherReferenceItIsTheFirstWindow() throws IOException {
    String name = twoWindows();
    long first = entry(name, "even").getLong("at");
    long second = entry(name, "high").getLong("at");
    JsonPath drift = drift(name, "?version=1&from=%1$d&to=%1$d".formatted(second));
    assertThat(drift.getMap("versions[0].reference"))
        .containsEntry("kind", "FIRST_WINDOW")
        .containsEntry("from", first);
    assertThat(feature(drift, "x").getString("level")).isEqualTo("STRONG");
    JsonPath whole = drift(name, "");
    assertThat(whole.getInt("versions[0].requests")).isEqualTo(2);
    assertThat(whole.getMap("versions[0].reference")).isEqualTo(Map.of("kind", "NONE"));
    assertThat(feature(whole, "x").getString("level")).isNull();
    assertThat(feature(whole, "x").getInt("rows")).isEqualTo(2 * ROWS);
  }

  @Test
  void theTrainingDataOfTheRunIsTheReferenceWhereItHasAProfile() throws Exception {
    String name = twoWindows();
    trainedOn(name, "birds", "d1");
    JsonPath drift = drift(name, "");
    assertThat(drift.getMap("versions[0].reference"))
        .isEqualTo(Map.of("kind", "TRAINING", "dataset", "birds d1"));
    JsonPath x = feature(drift, "x");
    assertThat(x.getString("level")).isEqualTo("STRONG");
    // Trained from 0 to 10: all but a quarter of the even window, and the high one.
    assertThat(x.getDouble("out_of_range_share")).isCloseTo(0.875, within(0.01));
    assertThat(feature(drift, "y").getString("level")).as("not in the profile").isNull();
  }

  @Test
  void whatIsNoWindowIsRefused() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    assertThat(ask(name, "").statusCode()).as("keeps none").isEqualTo(404);
    keep(name, Map.of());
    assertThat(drift(name, "").getList("versions")).isNull();
    assertThat(drift(name, "?version=9").getInt("versions[0].requests")).isZero();
    assertThat(ask("nowhere", "").statusCode()).isEqualTo(404);
    for (String refused :
        List.of("?from=2&to=1", "?from=-1&to=1", "?version=x", "?reference_from=1", "?from=x")) {
      assertThat(ask(name, refused).statusCode()).as(refused).isEqualTo(400);
    }
  }

  /** Once, by one server, and again only after it had stopped. */
  @Test
  void aWebhookIsToldThatAVersionBeganToDrift() throws Exception {
    post(
        "/api/millrace/v1/webhooks",
        Map.of(
            "name", "drifts",
            "url", "https://93.184.216.34/",
            "events", List.of("endpoint.drifted")));
    // A place that deliveries are refused to, so that none leaves this machine.
    Sql.execute(database, "UPDATE webhooks SET url = 'https://127.0.0.1:1/'");
    String name = twoWindows();
    trainedOn(name, "birds", "d2");
    String told = "SELECT count(*) FROM webhook_deliveries WHERE data->>'endpoint' = '" + name;
    long now = System.currentTimeMillis();
    watcher.look(now);
    assertThat(Sql.number(database, told + "'")).as("it does not alert").isZero();

    String options = "/api/millrace/v1/endpoints/" + name + "/options";
    assertThat(
            given()
                .contentType(JSON)
                .body(Map.of("alert_on_drift", "NONE"))
                .put(options)
                .statusCode())
        .isEqualTo(400);
    assertThat(
            given()
                .contentType(JSON)
                .body(Map.of("alert_on_drift", "STRONG"))
                .put(options)
                .statusCode())
        .isEqualTo(200);
    watcher.look(now);
    watcher.look(now);
    watcher.look(now + 3_600_000);
    assertThat(
            Sql.number(
                database,
                told
                    + "' AND data->>'version' = '1' AND data->>'reference' = 'TRAINING'"
                    + " AND data->'features'->0->>'name' = 'x'"))
        .isOne();

    Sql.execute(database, "UPDATE serving_drift_watch SET drifting = '{}'");
    watcher.look(now + 7_200_000);
    assertThat(Sql.number(database, told + "'")).as("it had stopped meanwhile").isEqualTo(2);
  }

  /** Asked from -20 to 20, and then from 10 to 20. */
  private String twoWindows() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("m"), "low", "high"));
    keep(name, Map.of());
    asked(name, "even", JSON, rows(-20, 20));
    awaitKept(name, 1);
    asked(name, "high", JSON, rows(10, 20));
    awaitKept(name, 2);
    return name;
  }

  private static String rows(double least, double greatest) {
    String rows =
        IntStream.range(0, ROWS)
            .mapToObj(i -> "[" + (least + (greatest - least) * i / (ROWS - 1)) + ",1]")
            .collect(Collectors.joining(","));
    return "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[" + rows + "]}}";
  }

  /** Has version 1 come from a run whose training data had x evenly from 0 to 10. */
  private void trainedOn(String model, String dataset, String digest) throws Exception {
    String runId =
        post(
                "/api/2.0/mlflow/runs/create",
                Map.of("experiment_id", "0", "start_time", 1, "run_name", model))
            .getString("run.info.run_id");
    post(
        "/api/2.0/mlflow/runs/log-inputs",
        Map.of(
            "run_id",
            runId,
            "datasets",
            List.of(
                Map.of(
                    "dataset",
                    Map.of(
                        "name", dataset, "digest", digest, "source_type", "local", "source", "{}"),
                    "tags",
                    List.of(Map.of("key", "mlflow.data.context", "value", "training"))))));
    Map<String, Object> column = new HashMap<>();
    column.put("name", "x");
    column.put("type", "double");
    column.put("count", 1000);
    column.put("nulls", 0);
    column.put("mean", 5.0);
    column.put("stddev", 2.9);
    column.put("quantiles", IntStream.range(0, 101).mapToDouble(i -> i / 10.0).boxed().toList());
    Map<String, Object> sketch = new HashMap<>();
    sketch.put("name", dataset);
    sketch.put("digest", digest);
    sketch.put("context", "training");
    sketch.put("rows", 1000);
    sketch.put("columns", List.of(column));
    sketch.put(
        "row_sketch",
        Base64.getEncoder().encodeToString(RowSketch.of(Long.MAX_VALUE, new long[] {1}).bytes()));
    post(
        "/api/millrace/v1/runs/" + runId + "/dataset-sketches",
        Map.of("sketches", List.of(sketch)));
    Sql.execute(
        database,
        """
        WITH m AS (
          INSERT INTO registered_models (name, created_at, last_updated_at, last_version)
          VALUES ('%s', 1, 1, 1) RETURNING registered_model_id)
        INSERT INTO model_versions
          (registered_model_id, version, created_at, last_updated_at, source, run_id)
        SELECT registered_model_id, 1, 1, 1, 'runs:/%2$s/model', '%2$s' FROM m
        """
            .formatted(model, runId));
  }

  private static JsonPath post(String path, Map<String, ?> body) {
    Response answer = given().contentType(JSON).body(body).post(path);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private static JsonPath feature(JsonPath drift, String name) {
    return new JsonPath(drift.prettify())
        .setRootPath("versions[0].features.find { it.name == '" + name + "' }");
  }

  private static JsonPath drift(String name, String query) {
    Response answer = ask(name, query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private static Response ask(String name, String query) {
    return given().get("/api/millrace/v1/endpoints/" + name + "/drift" + query);
  }
}
