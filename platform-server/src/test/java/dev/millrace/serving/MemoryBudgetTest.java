package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitFailed;
import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are brought up beside live ones only as far as there is memory for them. */
@QuarkusTest
@TestProfile(MemoryBudgetTest.BoundedProfile.class)
@QuarkusTestResource(PostgresResource.class)
class MemoryBudgetTest {

  private static final int KILOBYTE = 1 << 10;
  private static final String ROW = "{\"inputs\":{\"x\":[5],\"y\":[1]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;

  /** A server that keeps what stands by, and has room for 10 MB of models. */
  public static final class BoundedProfile extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.keep-previous", "true");
      all.put("millrace.serving.memory-budget", "10M");
      return all;
    }
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsReasonAndTheLiveVersionGoesOn() throws IOException {
    String name = newName();
    model(name, 1, 4_000);
    model(name, 2, 11_000);
    model(name, 3, 7_000);
    model(name, 4, 3_000);
    model(name, 5, 4_000);
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);

    registry.move(name, "champion", 2);
    awaitFailed(name, 2);
    assertThat(reason(name, 2))
        .startsWith("Its files have 10.7 MB, and all models together may have 10.0 MB");
    registry.move(name, "champion", 3);
    awaitFailed(name, 3);
    assertThat(reason(name, 3))
        .contains("beside the models that are loaded 6.1 MB of 10.0 MB are left");
    assertThat(invoke(name, ROW).jsonPath().getList("predictions")).isEqualTo(List.of("v1"));

    registry.move(name, "champion", 4);
    awaitLive(name, 4);
    // What stands by makes room: 1 and 4 together leave less than 5 needs.
    registry.move(name, "champion", 5);
    awaitLive(name, 5);
    assertThat(invoke(name, ROW).jsonPath().getList("predictions")).isEqualTo(List.of("v5"));

    // And for other endpoints: 5 and the next leave less than what stands by needs.
    String beside = newName();
    model(beside, 1, 5_000);
    registry.move(beside, "champion", 1);
    openEndpoint(beside, beside);
    awaitLive(beside, 1);
    assertThat(invoke(name, ROW).jsonPath().getList("predictions")).isEqualTo(List.of("v5"));

    given().delete("/api/millrace/v1/endpoints/" + name);
    given().delete("/api/millrace/v1/endpoints/" + beside);
    String other = newName();
    model(other, 1, 9_000);
    registry.move(other, "champion", 1);
    openEndpoint(other, other);
    awaitLive(other, 1);
  }

  private static String reason(String name, int version) {
    return endpoint(name)
        .getString("endpoint.deployments.find { it.version == '" + version + "' }.reason");
  }

  private void model(String name, int version, int kilobytes) throws IOException {
    Path folder = TestModels.labeller(models.resolve(name + version), "v" + version);
    Files.write(folder.resolve("weights"), new byte[kilobytes * KILOBYTE]);
    registry.register(name, version, folder);
  }
}
