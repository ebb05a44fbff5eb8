package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.awaitVariant;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.putVariant;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.CandidateLoader;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that are mirrored to a variant, whose answers are compared and never given. */
@QuarkusTest
@TestProfile(ShadowTest.PromptCounts.class)
@QuarkusTestResource(PostgresResource.class)
class ShadowTest {

  private static final int CALLERS = 8;
  private static final String WHOLE = TestModels.DOUBLES.replace("double", "long");
  private static final String LOW = row("-5");
  private static final String HIGH = row("5");

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject CandidateLoader loader;

  /** As {@link ServingProfile}, with counts that are written at once. */
  public static final class PromptCounts extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.traffic-interval", "50ms");
      return all;
    }
  }

  @Test
  void answersAreComparedAndNeverGiven() throws IOException {
    String name = served(TestModels.classifier(models.resolve("1"), "low", "high"));
    registry.register(name, 2, TestModels.classifier(models.resolve("2"), "low", "higher"));
    put(name, Map.of("version", "2", "shadow", Map.of()));
    awaitVariant(name, "next", 2);
    for (int i = 0; i < 30; i++) {
      assertThat(answer(invoke(name, LOW))).isEqualTo("1 primary low");
      assertThat(answer(invoke(name, HIGH))).isEqualTo("1 primary high");
    }
    awaitCounted(name, 60);

    JsonPath report = report(name);
    assertThat(report.getLong("same")).isEqualTo(30);
    assertThat(report.getLong("different")).isEqualTo(30);
    assertThat(report.getList("differences")).hasSize(20);
    assertThat(report.getMap("differences[0]"))
        .containsEntry("version", "1")
        .containsEntry("shadow_version", "2")
        .containsEntry("difference", "predictions[0] should be \"high\" and are \"higher\"");
    assertThat(given().get("/q/metrics").asString())
        .contains(
            "millrace_serving_shadow_total{endpoint=\"%s\",outcome=\"different\",variant=\"next\"} 30.0"
                .formatted(name));
    assertThat(
            answer(
                given()
                    .contentType("application/json")
                    .body(HIGH)
                    .post("/serving/" + name + "/versions/2/invocations")))
        .as("who asks for the version gets it")
        .isEqualTo("2 next higher");
  }

  @Test
  void whatTheOtherModelDoesNotTakeHasFailed() throws IOException {
    String name = served(TestModels.classifier(models.resolve("1"), "low", "high"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "v2", WHOLE));
    put(name, Map.of("version", "2", "shadow", Map.of("tolerance", 0.1)));
    awaitVariant(name, "next", 2);
    invoke(name, row("5.5"));
    awaitCounted(name, 1);
    assertThat(report(name).getLong("failed")).isEqualTo(1);
    assertThat(report(name).getString("differences[0].difference"))
        .startsWith("Column 'x', row 0: expected long");
  }

  @Test
  void aSampleIsMirroredAndNothingOnceItIsNoShadow() throws IOException {
    String name = served(TestModels.labeller(models.resolve("1"), "v1"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "v1"));
    put(name, Map.of("version", "2", "shadow", Map.of("sample", 20)));
    awaitVariant(name, "next", 2);
    for (int i = 0; i < 400; i++) {
      invoke(name, HIGH);
    }
    Await.until("some to be counted", () -> counted(name) >= 40);
    put(name, Map.of("version", "2"));
    String counter = "millrace_serving_shadow_total{endpoint=\"" + name;
    assertThat(given().get("/q/metrics").asString()).doesNotContain(counter);
    assertThat(counted(name)).isLessThan(130);
    assertThat(
            given()
                .get("/api/millrace/v1/endpoints/" + name + "/variants/other/shadow")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void moreThanAShadowCanTakeIsDroppedAndNobodyWaits() throws Exception {
    int before = loader.loadedModels();
    Queue<Integer> answered = new ConcurrentLinkedQueue<>();
    String name = served(TestModels.labeller(models.resolve("1"), "v1"));
    registry.register(name, 2, TestModels.labeller(models.resolve("2"), "v1"));
    put(name, Map.of("version", "2", "shadow", Map.of()));
    awaitVariant(name, "next", 2);
    // Of bodies that long, 32 MB may wait for the mirror, which has one thread.
    String body = HIGH + " ".repeat(8 << 20);
    for (int sent = 0; report(name).getLong("dropped") == 0 && sent < 200; sent += CALLERS) {
      List<Thread> callers =
          IntStream.range(0, CALLERS)
              .mapToObj(i -> new Thread(() -> answered.add(invoke(name, body).statusCode())))
              .toList();
      callers.forEach(Thread::start);
      for (Thread caller : callers) {
        caller.join();
      }
    }
    assertThat(answered).containsOnly(200);
    assertThat(report(name).getLong("dropped")).isPositive();
    given().delete("/api/millrace/v1/endpoints/" + name);
    Await.until("both models to be given back", () -> loader.loadedModels() == before);
  }

  private String served(Path folder) {
    String name = newName();
    registry.register(name, 1, folder);
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    return name;
  }

  private static void put(String name, Map<String, ?> body) {
    Response answer = putVariant(name, "next", body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
  }

  private static JsonPath report(String name) {
    return given().get("/api/millrace/v1/endpoints/" + name + "/variants/next/shadow").jsonPath();
  }

  private static long counted(String name) {
    JsonPath report = report(name);
    return report.getLong("same")
        + report.getLong("different")
        + report.getLong("failed")
        + report.getLong("dropped");
  }

  private static void awaitCounted(String name, long requests) {
    Await.until("the mirrored requests to be counted", () -> counted(name) == requests);
  }

  private static String answer(Response response) {
    return response.header("X-Millrace-Model-Version")
        + " "
        + response.header("X-Millrace-Variant")
        + " "
        + response.jsonPath().getString("predictions[0]");
  }

  private static String row(String x) {
    return "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[%s,1]]}}".formatted(x);
  }
}
