package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitFailed;
import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.swaps;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.serving.deployment.CandidateLoader;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class HotSwapTest {

  private static final int SWAPS = 20;
  private static final int PROMOTIONS = 24;

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject CandidateLoader loader;
  @Inject AgroalDataSource dataSource;

  @Test
  void twentySwapsUnderEightCallersFailNoRequest() throws Exception {
    String name = newName();
    for (int version = 1; version <= SWAPS + 1; version++) {
      registry.register(
          name, version, TestModels.labeller(models.resolve("" + version), "v" + version));
    }
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    final int loadedBefore = loader.loadedModels();

    Callers callers = Callers.of(name);
    callers.awaitAnswerFrom(1);
    for (int version = 2; version <= SWAPS + 1; version++) {
      registry.move(name, "champion", version);
      callers.awaitAnswerFrom(version);
    }
    callers.close();

    assertThat(callers.failures()).isEmpty();
    assertThat(callers.versions()).isEqualTo(SWAPS + 1);
    Await.until("every old version freed", () -> loader.loadedModels() == loadedBefore);
    Await.until(
        "every swap's history complete",
        () -> swaps(name).getList("swaps.findAll { it.state == 'FREED' }").size() == SWAPS);
    Await.until("the files of old versions removed", () -> foldersOf(name) == 1);
  }

  /** The long form, of 1,000, is {@code make bench-swap}. */
  @Test
  void goodAndBrokenVersionsInTurnFailNoRequestAndLeaveNothingBehind() throws Exception {
    String name = newName();
    for (int version = 1; version <= PROMOTIONS + 1; version++) {
      Path folder = TestModels.labeller(models.resolve("" + version), "v" + version);
      registry.register(name, version, folder);
      if (version % 2 == 0) {
        breakIn(Fault.values()[version / 2 % Fault.values().length], folder);
      }
    }
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    final int loadedBefore = loader.loadedModels();

    Callers callers = Callers.of(name);
    callers.awaitAnswerFrom(1);
    for (int version = 2; version <= PROMOTIONS + 1; version++) {
      registry.move(name, "champion", version);
      if (version % 2 == 0) {
        awaitFailed(name, version);
        callers.awaitAnswerFrom(version - 1);
      } else {
        callers.awaitAnswerFrom(version);
      }
    }
    callers.close();

    assertThat(callers.failures()).isEmpty();
    assertThat(callers.versions()).as("the good ones alone").isEqualTo(PROMOTIONS / 2 + 1);
    Await.until("every old version freed", () -> loader.loadedModels() == loadedBefore);
    Await.until("the files of all others removed", () -> foldersOf(name) == 1);
    Await.until(
        "every swap's history complete",
        () ->
            swaps(name)
                .getList("swaps.findAll { !(it.state in ['FREED', 'FAILED']) }.to_version")
                .equals(List.of("1")));
    requireNoTurnIsLost(name);
  }

  /** Requests that come one after the other need one turn, if all were given back. */
  private static void requireNoTurnIsLost(String name) {
    assertThat(
            given()
                .contentType("application/json")
                .body("{\"max_concurrent_requests\":1,\"max_waiting_requests\":0}")
                .put("/api/millrace/v1/endpoints/" + name + "/options")
                .statusCode())
        .isEqualTo(200);
    for (int i = 0; i < 3; i++) {
      assertThat(invoke(name, "{\"inputs\":{\"x\":[5],\"y\":[1]}}").statusCode()).isEqualTo(200);
    }
  }

  private enum Fault {
    WRONG_HASH,
    CORRUPT,
    NO_MODEL,
    FAILS_ON_ITS_EXAMPLE
  }

  private void breakIn(Fault fault, Path folder) throws IOException {
    Path file = folder.resolve("model.tribuo");
    switch (fault) {
      case WRONG_HASH -> registry.forgeHash(file);
      case CORRUPT -> Files.write(file, new byte[] {1, 2, 3});
      case NO_MODEL -> Files.delete(file);
      case FAILS_ON_ITS_EXAMPLE ->
          TestModels.withExample(folder, "{\"inputs\":{\"x\":[\"five\"],\"y\":[1]}}");
    }
  }

  @Test
  void noSwapWaitsForItsHistoryToBeWritten() throws Exception {
    String name = newName();
    for (int version = 1; version <= 2; version++) {
      registry.register(
          name, version, TestModels.labeller(models.resolve("h" + version), "v" + version));
    }
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    try (Connection other = dataSource.getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE serving_swap IN EXCLUSIVE MODE");
      registry.move(name, "champion", 2);
      awaitLive(name, 2);
      other.rollback();
    }
    assertThat(swaps(name).getList("swaps[0].transitions.state"))
        .startsWith("STARTED", "DOWNLOADED", "VERIFIED", "LOADED", "WARMED", "READY", "SWAPPED");
  }

  @Test
  void onnxSessionsAreFreedToo() throws Exception {
    String name = newName();
    for (int version = 1; version <= 3; version++) {
      registry.register(
          name, version, TestModels.iris(models.resolve("o" + version), "model.onnx", ""));
    }
    registry.move(name, "champion", 1);
    openEndpoint(name, name);
    awaitLive(name, 1);
    int loadedBefore = loader.loadedModels();
    registry.move(name, "champion", 2);
    awaitLive(name, 2);
    registry.move(name, "champion", 3);
    awaitLive(name, 3);

    Await.until("the old sessions freed", () -> loader.loadedModels() == loadedBefore);
  }

  private static long foldersOf(String name) {
    try (Stream<Path> files = Files.walk(Path.of("target/serving-test/work"), 2)) {
      return files.filter(file -> file.getFileName().toString().startsWith(name + "-")).count();
    } catch (IOException e) {
      // A folder was removed while it was looked at.
      return -1;
    }
  }
}
