package dev.millrace.registry;

import static dev.millrace.registry.GateFixture.logModel;
import static dev.millrace.registry.GateFixture.newModel;
import static dev.millrace.registry.GateFixture.newRun;
import static dev.millrace.registry.GateFixture.version;
import static dev.millrace.registry.RegistryApi.VERSIONS;
import static dev.millrace.registry.RegistryApi.delete;
import static dev.millrace.registry.RegistryApi.ok;
import static dev.millrace.registry.RegistryApi.post;
import static io.restassured.RestAssured.given;

import dev.millrace.serving.TestModels;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Endpoints on a stage hear of it by notice: nobody looks within the time of the test. */
@QuarkusTest
@TestProfile(StageFollowersTest.NoLooking.class)
@QuarkusTestResource(PostgresResource.class)
class StageFollowersTest {

  @TempDir Path folder;

  /** Endpoints are not looked after but on a notice. */
  public static final class NoLooking implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.serving.reconcile-interval", "1h");
    }
  }

  @Test
  void whatMovesBetweenStagesReachesTheEndpointsOnThem() throws IOException {
    String model = newModel();
    String first = versionOf(model, "a");
    String second = versionOf(model, "b");
    ok(
        post(
            "/api/millrace/v1/endpoints",
            Map.of("name", model, "model_name", model, "stage", "Production")));
    transition(model, first, "Production");
    awaitLive(model, first);
    transition(model, second, "Production");
    awaitLive(model, second);
    ok(delete(VERSIONS + "delete", Map.of("name", model, "version", second)));
    awaitLive(model, first);
  }

  private static void transition(String model, String version, String stage) {
    ok(
        post(
            VERSIONS + "transition-stage",
            Map.of(
                "name", model,
                "version", version,
                "stage", stage,
                "archive_existing_versions", false)));
  }

  private static void awaitLive(String endpoint, String version) {
    Await.until(
        "version " + version + " to be live",
        () ->
            version.equals(
                given()
                    .get("/api/millrace/v1/endpoints/" + endpoint)
                    .jsonPath()
                    .getString("endpoint.live_version")));
  }

  private String versionOf(String model, String label) throws IOException {
    String run = newRun(Map.of());
    logModel(run, TestModels.labeller(folder.resolve(label), label));
    return version(model, run);
  }
}
