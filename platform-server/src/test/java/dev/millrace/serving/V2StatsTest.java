package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.awaitVariant;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.putVariant;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Triton's statistics of the versions behind an endpoint. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class V2StatsTest {

  private static final String TWO_ROWS =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[-5,5]},"
          + "{\"name\":\"y\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[1,1]}]}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  private String name;

  @BeforeEach
  void serve() throws IOException {
    name = newModel(registry, models, 2);
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
  }

  @Test
  void aVersionThatWasNotAskedHasNone() {
    String nothing = "{\"count\":0,\"ns\":0}";
    assertThat(get("/v2/models/" + name + "/stats").asString())
        .isEqualTo(
            ("{\"model_stats\":[{\"name\":\"%s\",\"version\":\"1\",\"last_inference\":0,"
                    + "\"inference_count\":0,\"execution_count\":0,\"inference_stats\":{"
                    + "\"success\":?,\"fail\":?,\"queue\":?,\"compute_input\":?,"
                    + "\"compute_infer\":?,\"compute_output\":?,\"cache_hit\":?,"
                    + "\"cache_miss\":?},\"batch_stats\":[]}]}")
                .replace("?", nothing)
                .formatted(name));
    assertThat(get("/v2").jsonPath().getList("extensions")).contains("statistics");
  }

  @Test
  void requestsAndTheirRowsAreCountedInEveryProtocol() {
    long before = System.currentTimeMillis();
    for (int i = 0; i < 3; i++) {
      assertThat(infer("/infer", TWO_ROWS).statusCode()).isEqualTo(200);
    }
    assertThat(
            ServingFixture.invoke(name, "{\"inputs\":{\"x\":[1,2,3],\"y\":[1,1,1]}}").statusCode())
        .isEqualTo(200);
    assertThat(infer("/infer", "{}").statusCode()).isEqualTo(400);
    assertThat(infer("/versions/2/infer", TWO_ROWS).statusCode()).isEqualTo(404);
    long after = System.currentTimeMillis();

    JsonPath stats = get("/v2/models/" + name + "/stats").jsonPath();
    stats.setRootPath("model_stats[0]");
    assertThat(stats.getLong("last_inference")).isBetween(before, after);
    assertThat(stats.getLong("inference_count")).isEqualTo(3 * 2 + 3);
    assertThat(stats.getLong("execution_count")).isEqualTo(4);
    for (String stage :
        List.of("success", "queue", "compute_input", "compute_infer", "compute_output")) {
      assertThat(stats.getLong("inference_stats." + stage + ".count")).as(stage).isEqualTo(4);
    }
    assertThat(stats.getLong("inference_stats.fail.count")).isEqualTo(1);
    assertThat(stats.getLong("inference_stats.fail.ns")).isPositive();
    assertThat(stats.getLong("inference_stats.compute_infer.ns")).isPositive();
    assertThat(stats.getLong("inference_stats.success.ns"))
        .isEqualTo(
            Stream.of("queue", "compute_input", "compute_infer", "compute_output")
                .mapToLong(stage -> stats.getLong("inference_stats." + stage + ".ns"))
                .sum())
        .isLessThanOrEqualTo((after - before + 1) * 4_000_000);
  }

  @Test
  void everyVersionThatCanBeAskedHasItsOwn() {
    putVariant(name, "b", Map.of("version", "2", "weight", 0));
    awaitVariant(name, "b", 2);
    assertThat(infer("/infer", TWO_ROWS).statusCode()).isEqualTo(200);
    for (int i = 0; i < 2; i++) {
      assertThat(infer("/versions/2/infer", TWO_ROWS).statusCode()).isEqualTo(200);
    }
    JsonPath all = get("/v2/models/" + name + "/stats").jsonPath();
    assertThat(all.getList("model_stats.version")).containsExactly("1", "2");
    assertThat(all.getList("model_stats.inference_count")).isEqualTo(List.of(2, 4));
    JsonPath second = get("/v2/models/" + name + "/versions/2/stats").jsonPath();
    assertThat(second.getList("model_stats.version")).containsExactly("2");
    assertThat(second.getList("model_stats.inference_stats.success.count")).isEqualTo(List.of(2));
  }

  private Response infer(String route, String body) {
    return given().contentType("application/json").body(body).post("/v2/models/" + name + route);
  }
}
