package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitFailed;
import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.change;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.Deployments;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an endpoint follows, and that it may be changed while it answers. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class FollowedTest {

  private static final String ROW =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5,1]]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject Deployments deployments;

  @Test
  void theNewestVersionOfAStageIsFollowed() throws IOException {
    String name = newModel(registry, models, 3);
    registry.transition(name, 1, "Production");
    JsonPath opened = openEndpoint(Map.of("name", name, "model_name", name, "stage", "production"));
    assertThat(opened.getString("endpoint.stage")).isEqualTo("Production");
    assertThat(opened.getString("endpoint.alias")).isNull();
    awaitLive(name, 1);

    registry.transition(name, 2, "Staging");
    registry.transition(name, 3, "Production");
    awaitLive(name, 3);
    registry.transition(name, 3, "Archived");
    awaitLive(name, 1);
    registry.transition(name, 1, "Archived");
    assertThat(invoke(name, ROW).jsonPath().getList("predictions")).containsExactly("v1");
  }

  @Test
  void aFixedVersionStaysWhateverTheAliasDoes() throws IOException {
    String name = newModel(registry, models, 2);
    registry.move(name, "champion", 1);
    JsonPath opened = openEndpoint(Map.of("name", name, "model_name", name, "version", "02"));
    assertThat(opened.getString("endpoint.version")).isEqualTo("2");
    awaitLive(name, 2);
    registry.move(name, "champion", 1);
    assertThat(invoke(name, ROW).header("X-Millrace-Model-Version")).isEqualTo("2");
  }

  @Test
  void aFixedVersionThatFailedIsTriedAgainWhenItIsTold() throws IOException {
    String name = newName();
    Path model = TestModels.labeller(models.resolve("1"), "v1");
    registry.forgeHash(model.resolve("model.tribuo"));
    registry.register(name, 1, model);
    openEndpoint(Map.of("name", name, "model_name", name, "version", "1"));
    awaitFailed(name, 1);
    registry.restoreHash(model.resolve("model.tribuo"));
    deployments.retryFailed();
    awaitLive(name, 1);
  }

  @Test
  void anEndpointIsChangedWhileItAnswers() throws Exception {
    String name = newModel(registry, models, 2);
    registry.move(name, "champion", 1);
    openEndpoint(Map.of("name", name, "model_name", name, "owner", "ann", "description", "Irises"));
    awaitLive(name, 1);
    try (Callers callers = Callers.of(name)) {
      callers.awaitAnswerFrom(1);
      Response answer = change(name, Map.of("version", "2"));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.jsonPath().getString("endpoint.version")).isEqualTo("2");
      callers.awaitAnswerFrom(2);
      assertThat(change(name, Map.of("alias", "champion", "owner", "")).statusCode())
          .isEqualTo(200);
      awaitLive(name, 1);
      assertThat(callers.failures()).isEmpty();
    }
    JsonPath changed = endpoint(name);
    assertThat(changed.getString("endpoint.alias")).isEqualTo("champion");
    assertThat(changed.getString("endpoint.version")).isNull();
    assertThat(changed.getString("endpoint.owner")).isNull();
    assertThat(changed.getString("endpoint.description")).isEqualTo("Irises");
  }

  @Test
  void whatIsNoThingToFollowIsRefused() {
    String name = newName();
    assertThat(open(Map.of("name", name, "model_name", "m", "stage", "None")))
        .isEqualTo("400 Parameter 'stage' must be one of Staging, Production.");
    assertThat(open(Map.of("name", name, "model_name", "m", "version", "0")))
        .startsWith("400 Parameter 'version' must be the number of a version");
    assertThat(open(Map.of("name", name, "model_name", "m", "version", "1", "alias", "a")))
        .isEqualTo("400 Name one of 'alias', 'stage' and 'version'.");
    assertThat(open(Map.of("name", name, "model_name", "m", "owner", "o".repeat(256))))
        .startsWith("400 Parameter 'owner' is longer than 255");
    assertThat(change(name, Map.of("stage", "Staging")).statusCode()).isEqualTo(404);
    openEndpoint(name, "m");
    assertThat(change(name, Map.of("stage", "Live")).statusCode()).isEqualTo(400);
    assertThat(endpoint(name).getString("endpoint.alias")).isEqualTo("champion");
  }

  private static String open(Map<String, String> body) {
    Response response =
        given().contentType("application/json").body(body).post("/api/millrace/v1/endpoints");
    return response.statusCode() + " " + response.jsonPath().getString("message");
  }
}
