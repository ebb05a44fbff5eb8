package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.JSON;
import static dev.millrace.serving.RequestLogFixture.askTensors;
import static dev.millrace.serving.RequestLogFixture.asked;
import static dev.millrace.serving.RequestLogFixture.awaitKept;
import static dev.millrace.serving.RequestLogFixture.entry;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.RequestLogFixture.route;
import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.testing.Await;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What should have been predicted, told later, and how good versions are by it. */
@QuarkusTest
@TestProfile(QualityTest.Prompt.class)
@QuarkusTestResource(PostgresResource.class)
class QualityTest {

  private static final String TWO_ROWS = "{\"inputs\":{\"x\":[-5,5],\"y\":[1,1]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject DataSource database;

  /** As {@link ServingProfile}, with a quality that is written down at once. */
  public static final class Prompt extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.quality.record-interval", "50ms");
      return all;
    }
  }

  @Test
  void versionsAreMeasuredByWhatBecameKnown() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "low"));
    keep(name, Map.of());
    asked(name, "a", JSON, TWO_ROWS);
    askTensors(name, "b", "5", "1");
    awaitKept(name, 2);
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    asked(name, "c", JSON, TWO_ROWS);
    awaitKept(name, 3);
    // Told twice: the last counts. "later" was not kept, and is not counted.
    told(name, truth("a", 0, "high"), truth("a", 1, "high"), truth("b", 0, "low"));
    told(name, truth("a", 0, "low"), truth("c", 0, "low"), truth("c", 1, "high"));
    told(name, truth("later", 0, "low"), truth("a", 7, "low"));

    JsonPath quality = quality(name, "");
    assertThat(quality.getList("versions.version")).containsExactly("1", "2");
    assertThat(quality.getList("versions.kind")).containsOnly("CLASSIFICATION");
    assertThat(quality.getList("versions.rows")).containsExactly(3, 2);
    assertThat(quality.getDouble("versions[0].accuracy")).isCloseTo(2.0 / 3, within(1e-6));
    assertThat(quality.getDouble("versions[1].accuracy")).isEqualTo(0.5);
    assertThat(quality.getInt("unmatched")).as("row 7 was never asked").isEqualTo(1);
    long at = entry(name, "c").getLong("at");
    assertThat(quality(name, "?from=" + at).getList("versions.version")).containsExactly("2");
    assertThat(quality(name, "?to=" + (at - 60_000)).getList("versions")).isNull();
  }

  @Test
  void numbersAreMeasuredAsNumbersAndWrittenToTheVersionsTags() throws Exception {
    String name = serve(registry, TestModels.regressor(models.resolve("1")));
    registered(name);
    keep(name, Map.of());
    asked(name, "a", JSON, TWO_ROWS);
    awaitKept(name, 1);
    told(name, truth("a", 0, -1), truth("a", 1, 2.5));
    JsonPath quality = quality(name, "");
    assertThat(quality.getString("versions[0].kind")).isEqualTo("REGRESSION");
    assertThat(quality.getDouble("versions[0].mae")).isEqualTo(0.75);
    Await.until("the tags", () -> "0.75".equals(tag(name, "mae")));
    assertThat(tag(name, "rows")).isEqualTo("2");
    told(name, truth("a", 1, 1));
    Await.until("the tags to follow", () -> "0".equals(tag(name, "mae")));
    assertThat(tag(name, "r2")).isEqualTo("1");
  }

  @Test
  void whatWasForgottenIsNotMeasured() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "low"));
    keep(name, Map.of());
    asked(name, "a", JSON, TWO_ROWS);
    awaitKept(name, 1);
    told(name, truth("a", 0, "low"));
    assertThat(quality(name, "").getList("versions")).hasSize(1);
    given().delete(route(name));
    assertThat(given().get(path(name) + "quality").statusCode()).isEqualTo(404);
    keep(name, Map.of());
    assertThat(quality(name, "").getList("versions")).isNull();
  }

  @Test
  void whatIsNoGroundTruthIsRefused() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "low"));
    assertThat(tell(name, truth("a", 0, "low")).statusCode()).as("keeps none").isEqualTo(404);
    keep(name, Map.of());
    long before = Sql.number(database, "SELECT count(*) FROM serving_ground_truth");
    for (Map<String, ?> refused :
        List.<Map<String, ?>>of(
            truth("a b", 0, "low"),
            truth("a", -1, "low"),
            truth("a", 0, List.of("low")),
            truth("a", 0, Map.of("x", 1)),
            truth("a", 0, "x".repeat(501)),
            truth("a", 0, "NUL \0"),
            Map.of("request_id", "a"),
            Map.of("value", 1))) {
      Response answer = tell(name, truth("ok", 0, "low"), refused);
      assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    }
    assertThat(tell(name).statusCode()).isEqualTo(400);
    assertThat(tell("nowhere", truth("a", 0, "low")).statusCode()).isEqualTo(404);
    assertThat(Sql.number(database, "SELECT count(*) FROM serving_ground_truth"))
        .as("all or nothing")
        .isEqualTo(before);
  }

  /** The version is in the real registry too, which has the tags. */
  private void registered(String model) throws Exception {
    Sql.execute(
        database,
        """
        WITH m AS (
          INSERT INTO registered_models (name, created_at, last_updated_at, last_version)
          VALUES ('%s', 1, 1, 1) RETURNING registered_model_id)
        INSERT INTO model_versions
          (registered_model_id, version, created_at, last_updated_at, source)
        SELECT registered_model_id, 1, 1, 1, 'models:/m-1' FROM m
        """
            .formatted(model));
  }

  private static String tag(String model, String metric) {
    return given()
        .queryParams(Map.of("name", model, "version", "1"))
        .get("/api/2.0/mlflow/model-versions/get")
        .jsonPath()
        .getString(
            "model_version.tags.find { it.key == 'quality.%s.%s' }.value".formatted(model, metric));
  }

  private static Map<String, ?> truth(String id, int row, Object value) {
    return Map.of("request_id", id, "row", row, "value", value);
  }

  @SafeVarargs
  private static void told(String name, Map<String, ?>... truths) {
    Response answer = tell(name, truths);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.jsonPath().getInt("stored")).isEqualTo(truths.length);
  }

  @SafeVarargs
  private static Response tell(String name, Map<String, ?>... truths) {
    return given()
        .contentType(JSON)
        .body(Map.of("ground_truth", List.of(truths)))
        .post(path(name) + "ground-truth");
  }

  private static JsonPath quality(String name, String query) {
    Response answer = given().get(path(name) + "quality" + query);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    return answer.jsonPath();
  }

  private static String path(String name) {
    return "/api/millrace/v1/endpoints/" + name + "/";
  }
}
