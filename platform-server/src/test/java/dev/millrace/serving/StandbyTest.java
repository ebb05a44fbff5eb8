package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.swaps;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.CandidateLoader;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The version that answered before stays at hand; and what all versions tell those who watch. */
@QuarkusTest
@TestProfile(StandbyTest.KeepingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class StandbyTest {

  private static final String ROW =
      "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":[[5,1]]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject CandidateLoader loader;

  /** As {@link ServingProfile}, with the default that it turns off. */
  public static final class KeepingProfile extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.keep-previous", "true");
      return all;
    }
  }

  @Test
  void aRollbackTakesTheVersionThatStandsBy() throws IOException {
    final int before = loader.loadedModels();
    String name = threeVersions();
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    Await.until("version 1 to stand by", () -> states(name).equals(List.of("READY", "STANDBY")));

    registry.move(name, "champion", 1);
    awaitLive(name, 1);
    Await.until("version 2 to stand by", () -> states(name).equals(List.of("READY", "STANDBY")));
    assertThat(endpoint(name).getList("endpoint.deployments.version")).containsExactly("1", "2");
    assertThat(swaps(name).getList("swaps[0].transitions.state"))
        .as("nothing was fetched or loaded")
        .containsExactly("STARTED", "READY", "SWAPPED", "STANDBY");
    assertThat(invoke(name, ROW).jsonPath().getList("predictions")).containsExactly("v1");
    assertThat(loader.loadedModels()).isEqualTo(before + 2);

    registry.move(name, "champion", 3);
    awaitLive(name, 3);
    Await.until("only two to be kept", () -> loader.loadedModels() == before + 2);
    assertThat(endpoint(name).getList("endpoint.deployments.version")).containsExactly("3", "1");
    Await.until(
        "the swap from version 2 to end",
        () -> swaps(name).getString("swaps[1].state").equals("FREED"));

    given().delete("/api/millrace/v1/endpoints/" + name);
    Await.until("all to be given back", () -> loader.loadedModels() == before);
  }

  @Test
  void anEndpointThatKeepsNothingFreesItAtOnceAndKeepsAgainWhenItIsToldTo() throws IOException {
    final int before = loader.loadedModels();
    String name = threeVersions();
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    Await.until("version 1 to stand by", () -> states(name).equals(List.of("READY", "STANDBY")));

    putOptions(name, "{\"keep_previous\":false}");
    Await.until("what stood by to be freed", () -> loader.loadedModels() == before + 1);
    assertThat(endpoint(name).getBoolean("endpoint.options.keep_previous")).isFalse();
    Await.until(
        "its swap to end so",
        () ->
            swaps(name)
                .getList("swaps[0].transitions.state")
                .equals(
                    List.of(
                        "STARTED",
                        "DOWNLOADED",
                        "VERIFIED",
                        "LOADED",
                        "WARMED",
                        "READY",
                        "SWAPPED",
                        "STANDBY",
                        "DRAINING",
                        "FREED")));
    registry.move(name, "champion", 3);
    awaitLive(name, 3);
    Await.until("one model in memory", () -> loader.loadedModels() == before + 1);
    assertThat(states(name)).containsExactly("READY");

    putOptions(name, "{}");
    registry.move(name, "champion", 1);
    awaitLive(name, 1);
    Await.until("version 3 to stand by", () -> states(name).equals(List.of("READY", "STANDBY")));
    given().delete("/api/millrace/v1/endpoints/" + name);
    Await.until("all to be given back", () -> loader.loadedModels() == before);
  }

  private static void putOptions(String name, String options) {
    assertThat(
            given()
                .contentType("application/json")
                .body(options)
                .put("/api/millrace/v1/endpoints/" + name + "/options")
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void whatEndpointsDoIsMetered() throws IOException {
    String name = threeVersions();
    invoke(name, ROW);
    invoke(name, ROW);
    assertThat(invoke(name, "{").statusCode()).isEqualTo(400);
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    invoke(name, ROW);

    String swaps =
        "millrace_serving_swap_seconds_count{endpoint=\"" + name + "\",outcome=\"swapped\"} 2.0";
    // The traffic is the new version's first, and then the swap is counted.
    Await.until("both swaps to be counted", () -> meters().contains(swaps));
    Set<String> meters = meters();
    String one = "{endpoint=\"" + name + "\",version=\"1\"";
    assertThat(meters)
        .contains("millrace_serving_request_seconds_count" + one + "} 3.0")
        .contains("millrace_serving_request_seconds_count" + one.replace("\"1", "\"2") + "} 1.0")
        .contains(
            "millrace_serving_errors_total{code=\"BAD_REQUEST\"," + one.substring(1) + "} 1.0")
        .anyMatch(
            line ->
                line.startsWith("millrace_serving_request_seconds" + one + ",quantile=\"0.999\"} "))
        .anyMatch(line -> line.startsWith("millrace_serving_loaded_models "));
    assertThat(metersOfTheDashboard())
        .hasSizeGreaterThan(5)
        .allMatch(
            meter -> meters.stream().anyMatch(line -> line.matches(meter + "[ {].*")),
            "is a meter of the server");

    registry.move(name, "champion", 3);
    awaitLive(name, 3);
    Await.until(
        "the meters of the version that is given back to go",
        () -> meters().stream().noneMatch(line -> line.contains(one)));
    given().delete("/api/millrace/v1/endpoints/" + name);
    assertThat(meters()).noneMatch(line -> line.contains("endpoint=\"" + name + "\""));
  }

  private static Set<String> metersOfTheDashboard() throws IOException {
    Set<String> names = new HashSet<>();
    Matcher name =
        Pattern.compile("\\b(?:millrace|jvm)_[a-z_]+")
            .matcher(Files.readString(Path.of("../deploy/grafana/millrace-serving.json")));
    while (name.find()) {
      names.add(name.group());
    }
    return names;
  }

  private String threeVersions() throws IOException {
    String name = newName();
    for (int version = 1; version <= 3; version++) {
      registry.register(
          name, version, TestModels.labeller(models.resolve("" + version), "v" + version));
    }
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    return name;
  }

  private static List<String> states(String name) {
    return endpoint(name).getList("endpoint.deployments.state");
  }

  private static Set<String> meters() {
    return new HashSet<>(List.of(given().get("/q/metrics").asString().split("\n")));
  }
}
