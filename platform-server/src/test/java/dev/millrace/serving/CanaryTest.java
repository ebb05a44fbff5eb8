package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.swaps;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.CandidateLoader;
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
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints that go over to another version step by step, and back. */
@QuarkusTest
@TestProfile(CanaryTest.Prompt.class)
@QuarkusTestResource(PostgresResource.class)
class CanaryTest {

  private static final String ROW =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5.5,1]]}}";
  private static final String LOOSE = "\"min_requests\": 20, \"bake_seconds\": 0";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject CandidateLoader loader;
  @Inject DataSource database;

  /** As {@link ServingProfile}, with canaries that are judged all the time. */
  public static final class Prompt extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.canary-interval", "50ms");
      return all;
    }
  }

  @Test
  void aGoodVersionTakesOverStepByStepAndNoRequestFails() throws Exception {
    int before = loader.loadedModels();
    String name = planned(newModel(registry, models, 3), "{\"steps\": [20, 60], " + LOOSE + "}");
    try (Callers callers = Callers.of(name)) {
      callers.awaitAnswerFrom(1);
      registry.move(name, "champion", 2);
      awaitLive(name, 2);
      registry.move(name, "champion", 3);
      awaitLive(name, 3);
      callers.awaitAnswerFrom(3);
      assertThat(callers.failures()).isEmpty();
    }
    JsonPath canaries = canaries(name);
    assertThat(canaries.getList("canaries.state")).containsExactly("DONE", "DONE");
    assertThat(canaries.getList("canaries.from_version")).containsExactly("2", "1");
    assertThat(canaries.getList("canaries[0].steps.share", Double.class))
        .containsExactly(20.0, 60.0);
    assertThat(canaries.getList("canaries[0].steps.to.requests", Integer.class))
        .allSatisfy(requests -> assertThat(requests).isGreaterThanOrEqualTo(20));
    assertThat(canaries.getList("canaries[0].steps.from.requests", Integer.class))
        .allSatisfy(requests -> assertThat(requests).isPositive());
    assertThat(endpoint(name).getString("endpoint.canary.state")).isEqualTo("DONE");
    Await.until("the versions before to be freed", () -> loader.loadedModels() == before + 1);
    given().delete("/api/millrace/v1/endpoints/" + name);
    Await.until("all to be given back", () -> loader.loadedModels() == before);
  }

  @Test
  void aVersionThatAnswersWithErrorsIsRolledBackWithTheReason() throws Exception {
    String name = newName();
    registry.register(name, 1, TestModels.labeller(models.resolve("1"), "v1"));
    registry.register(
        name,
        2,
        TestModels.labeller(
            models.resolve("2"), "v2", TestModels.DOUBLES.replace("double", "long")));
    registry.register(name, 3, TestModels.labeller(models.resolve("3"), "v3"));
    planned(name, "{\"steps\": [50, 100], \"min_requests\": 20, \"bake_seconds\": 0}");
    registry.move(name, "champion", 2);
    awaitAsked(name, "ROLLED_BACK");

    JsonPath shown = endpoint(name);
    assertThat(shown.getString("endpoint.live_version")).isEqualTo("1");
    assertThat(shown.getString("endpoint.canary.reason"))
        .matches("It answered \\d+ of \\d+ requests with errors \\(100.00 %\\), .*1.00 %.");
    assertThat(shown.getString("endpoint.deployments.find { it.state == 'FAILED' }.version"))
        .isEqualTo("2");
    assertThat(shown.getString("endpoint.deployments.find { it.state == 'FAILED' }.reason"))
        .startsWith("The canary was rolled back. It answered");
    Await.until(
        "the history to tell", () -> "FAILED".equals(swaps(name).getString("swaps[0].state")));
    assertThat(swaps(name).getString("swaps[0].variant")).isEqualTo("canary");
    assertThat(swaps(name).getString("swaps[0].reason")).contains("with errors");
    assertThat(ask(name, "k").header("X-Millrace-Model-Version")).isEqualTo("1");

    registry.move(name, "champion", 2);
    assertThat(canaries(name).getList("canaries")).as("not tried again").hasSize(1);
    registry.move(name, "champion", 3);
    awaitAsked(name, "DONE");
    awaitLive(name, 3);
    registry.move(name, "champion", 2);
    awaitAsked(name, "ROLLED_BACK");
    assertThat(canaries(name).getList("canaries.from_version")).containsExactly("3", "1", "1");
  }

  @Test
  void otherPredictionsAreRolledBackWhereTheyAreBounded() throws Exception {
    String name = newModel(registry, models, 2);
    planned(
        name,
        "{\"steps\": [50], \"min_requests\": 20, \"bake_seconds\": 0, \"max_score_shift\": 0.5}");
    registry.move(name, "champion", 2);
    awaitAsked(name, "ROLLED_BACK");
    assertThat(endpoint(name).getString("endpoint.canary.reason"))
        .contains("standard deviations away");
  }

  @Test
  void slowAnswersAreRolledBackWhereTheyAreBounded() throws Exception {
    String name = newModel(registry, models, 2);
    planned(
        name,
        "{\"steps\": [50], \"min_requests\": 20, \"bake_seconds\": 0, \"max_p99_millis\": 0}");
    registry.move(name, "champion", 2);
    awaitAsked(name, "ROLLED_BACK");
    assertThat(endpoint(name).getString("endpoint.canary.reason")).startsWith("Its p99 is ");
  }

  @Test
  void aVersionThatCannotBeBroughtUpIsRolledBack() throws Exception {
    String name = newModel(registry, models, 1);
    registry.register(name, 2, models.resolve("absent"));
    planned(name, "{}");
    registry.move(name, "champion", 2);
    Await.until("the canary to end", () -> "ROLLED_BACK".equals(state(name)));
    assertThat(endpoint(name).getString("endpoint.canary.reason"))
        .isEqualTo("A server cannot bring it up: The model has no files.");
    assertThat(ask(name, "k").statusCode()).isEqualTo(200);
  }

  @Test
  void keysThatTheNewVersionHasStayWithIt() throws Exception {
    String name = newModel(registry, models, 2);
    planned(name, "{\"steps\": [30, 70], \"min_requests\": 1000000}");
    registry.move(name, "champion", 2);
    awaitCanaryLoaded(name);
    Map<String, String> first = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      first.put("key-" + i, variantOf(name, "key-" + i));
    }
    assertThat(first.values().stream().filter("canary"::equals).count()).isBetween(30L, 90L);
    first.forEach((key, variant) -> assertThat(variantOf(name, key)).isEqualTo(variant));

    Sql.execute(
        database,
        "UPDATE serving_canary SET step = 1 WHERE endpoint_id = (SELECT endpoint_id FROM"
            + " serving_endpoint WHERE name = '"
            + name
            + "')");
    Sql.execute(database, "NOTIFY millrace_canary");
    Await.until(
        "the next step to be heeded",
        () ->
            first.keySet().stream().filter(k -> variantOf(name, k).equals("canary")).count() > 110);
    first.forEach(
        (key, variant) -> {
          if (variant.equals("canary")) {
            assertThat(variantOf(name, key)).isEqualTo("canary");
          }
        });
    assertThat(
            given()
                .contentType("application/json")
                .body(ROW)
                .post("/serving/" + name + "/versions/2/invocations")
                .header("X-Millrace-Variant"))
        .isEqualTo("canary");
  }

  @Test
  void aCanaryIsEndedByHand() throws Exception {
    String name = newModel(registry, models, 3);
    planned(name, "{\"min_requests\": 1000000}");
    assertThat(order(name, "promote", "{}").statusCode()).isEqualTo(409);
    registry.move(name, "champion", 2);
    awaitCanaryLoaded(name);
    assertThat(order(name, "rollback", "{\"reason\": \"odd\"}").statusCode()).isEqualTo(200);
    assertThat(endpoint(name).getString("endpoint.canary.reason")).isEqualTo("By hand: odd");
    Await.until("nothing to answer but version 1", () -> loadedVersions(name).equals(List.of("1")));

    registry.move(name, "champion", 3);
    awaitCanaryLoaded(name);
    assertThat(order(name, "promote", "{}").statusCode()).isEqualTo(200);
    awaitLive(name, 3);
    Await.until("nothing to answer but version 3", () -> loadedVersions(name).equals(List.of("3")));
  }

  @Test
  void anAliasThatMovesOnGivesTheCanaryUp() throws Exception {
    String name = newModel(registry, models, 3);
    planned(name, "{\"min_requests\": 1000000}");
    registry.move(name, "champion", 2);
    awaitCanaryLoaded(name);
    registry.move(name, "champion", 1);
    Await.until("the canary to end", () -> "CANCELLED".equals(state(name)));
    assertThat(endpoint(name).getString("endpoint.canary.reason"))
        .isEqualTo("Version 1 is followed instead.");
    registry.move(name, "champion", 3);
    awaitCanaryLoaded(name);
    assertThat(
            given()
                .delete("/api/millrace/v1/endpoints/" + name + "/canary")
                .jsonPath()
                .getMap("endpoint.canary_plan"))
        .isNull();
    awaitLive(name, 3);
  }

  @Test
  void whatIsNoPlanIsRefused() throws Exception {
    String name = newName();
    openEndpoint(name, name);
    assertThat(refusal(name, "{\"steps\": [50, 20]}")).contains("each greater than the one before");
    assertThat(refusal(name, "{\"steps\": [101]}")).contains("'steps'");
    assertThat(refusal(name, "{\"bake_seconds\": -1}")).contains("'bake_seconds'");
    assertThat(refusal(name, "{\"min_requests\": 1}")).contains("'min_requests'");
    assertThat(refusal(name, "{\"max_p99_ratio\": 0.5}")).contains("'max_p99_ratio'");
    assertThat(put("nowhere", "{}").statusCode()).isEqualTo(404);
    JsonPath plan = put(name, "{}").jsonPath();
    assertThat(plan.getList("endpoint.canary_plan.steps", Double.class))
        .containsExactly(5.0, 25.0, 50.0, 100.0);
    assertThat(plan.getInt("endpoint.canary_plan.bake_seconds")).isEqualTo(300);
  }

  /** An endpoint of that model, live with version 1, that goes over to others by the plan. */
  private String planned(String name, String plan) throws IOException {
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    Response answer = put(name, plan);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    Await.until("the endpoint to be settled on version 1", () -> settled(name) == 1);
    return name;
  }

  private long settled(String name) throws SQLException {
    return Sql.number(
        database,
        "SELECT coalesce(max(settled_version), 0) FROM serving_endpoint WHERE name = '"
            + name
            + "'");
  }

  private static Response put(String name, String plan) {
    return given()
        .contentType("application/json")
        .body(plan)
        .put("/api/millrace/v1/endpoints/" + name + "/canary");
  }

  private static String refusal(String name, String plan) {
    Response answer = put(name, plan);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(400);
    return answer.jsonPath().getString("message");
  }

  private static Response order(String name, String order, String body) {
    return given()
        .contentType("application/json")
        .body(body)
        .post("/api/millrace/v1/endpoints/" + name + "/canary/" + order);
  }

  private static JsonPath canaries(String name) {
    return given().get("/api/millrace/v1/endpoints/" + name + "/canary").jsonPath();
  }

  private static String state(String name) {
    return endpoint(name).getString("endpoint.canary.state");
  }

  /** Asks until the newest canary has come to that. */
  private static void awaitAsked(String name, String state) {
    Await.until(
        "the canary to be " + state,
        () -> {
          for (int i = 0; i < 20; i++) {
            ask(name, null);
          }
          return state.equals(state(name));
        });
  }

  private static void awaitCanaryLoaded(String name) {
    Await.until("the canary to be loaded", () -> loadedVersions(name).size() == 2);
  }

  private static List<String> loadedVersions(String name) {
    return given().get("/v2/models/" + name).jsonPath().getList("versions");
  }

  private static String variantOf(String name, String key) {
    return ask(name, key).header("X-Millrace-Variant");
  }

  private static Response ask(String name, String key) {
    return given()
        .contentType("application/json")
        .headers(key == null ? Map.of() : Map.of("X-Millrace-Request-Key", key))
        .body(ROW)
        .post("/serving/" + name + "/invocations");
  }
}
