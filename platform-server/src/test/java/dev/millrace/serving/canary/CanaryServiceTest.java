package dev.millrace.serving.canary;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.serving.Canary;
import dev.millrace.core.serving.CanaryPlan;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** Several servers at one canary: all are here, and the database keeps them together. */
@QuarkusTest
@TestProfile(CanaryServiceTest.NobodyElse.class)
@QuarkusTestResource(PostgresResource.class)
class CanaryServiceTest {

  private static final CanaryPlan PLAN =
      new CanaryPlan(List.of(10.0, 50.0, 100.0), 0, 100, 0.1, null, null, null);
  private static final int SERVERS = 8;

  @Inject CanaryService canaries;
  @Inject DataSource database;

  /** The server itself judges nothing within the time of a test. */
  public static final class NobodyElse implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.serving.canary-interval", "1h");
    }
  }

  @Test
  void serversThatDecideAtOnceComeToOneCanary() throws Exception {
    long endpoint = settledOn(1);
    Set<CanaryDecision> decisions = all(() -> canaries.decide(endpoint, 2, PLAN));
    assertThat(decisions).hasSize(1);
    CanaryDecision decision = decisions.iterator().next();
    assertThat(decision.primary()).isEqualTo(1);
    assertThat(decision.running().version()).isEqualTo(2);
    assertThat(decision.running().share()).isEqualTo(0.1);
    assertThat(canaries.list(endpoint)).hasSize(1);
  }

  @Test
  void whatServersCountIsAddedUpAndOneOfThemStepsUp() throws Exception {
    long endpoint = settledOn(1);
    CanaryDecision.Running running = canaries.decide(endpoint, 2, PLAN).running();
    CanaryWindow one = window(running, 60, 0);
    CanaryWindow other = window(running, 50, 0);
    UUID server = UUID.randomUUID();
    canaries.report(server, one.counts());
    canaries.report(server, one.counts());
    canaries.judge();
    assertThat(canaries.newest(endpoint).share()).as("60 of 100 requests").isEqualTo(10);
    canaries.report(UUID.randomUUID(), other.counts());
    all(
        () -> {
          canaries.judge();
          return true;
        });

    Canary canary = canaries.newest(endpoint);
    assertThat(canary.share()).isEqualTo(50);
    assertThat(canary.steps()).hasSize(2);
    assertThat(canary.steps().get(0).to().requests()).isEqualTo(110);
    assertThat(canary.steps().get(0).from().requests()).isEqualTo(110);
    assertThat(canary.steps().get(1).to().requests()).isZero();
    canaries.report(server, one.counts());
    assertThat(canaries.newest(endpoint).steps().get(1).to().requests())
        .as("of a step that is over")
        .isZero();
  }

  @Test
  void aRollbackHoldsForServersThatStartLater() throws Exception {
    long endpoint = settledOn(1);
    CanaryDecision.Running running = canaries.decide(endpoint, 2, PLAN).running();
    canaries.report(UUID.randomUUID(), window(running, 200, 60).counts());
    canaries.judge();

    Set<CanaryDecision> decisions = all(() -> canaries.decide(endpoint, 2, PLAN));
    assertThat(decisions).hasSize(1);
    CanaryDecision decision = decisions.iterator().next();
    assertThat(decision.primary()).isEqualTo(1);
    assertThat(decision.running()).isNull();
    assertThat(decision.refused().version()).isEqualTo(2);
    assertThat(decision.refused().reason()).contains("60 of 200 requests with errors (30.00 %)");
    assertThat(canaries.decide(endpoint, 1, PLAN).refused()).isNull();
    assertThat(canaries.decide(endpoint, 2, PLAN).running()).as("tried again").isNotNull();
  }

  @Test
  void whenTheLastStepIsOverTheNewVersionIsSettledOn() throws Exception {
    long endpoint = settledOn(1);
    UUID server = UUID.randomUUID();
    for (int step = 0; step < 3; step++) {
      CanaryDecision.Running running = canaries.decide(endpoint, 2, PLAN).running();
      assertThat(running.step()).isEqualTo(step);
      canaries.report(server, window(running, 100, 0).counts());
      canaries.judge();
    }
    assertThat(canaries.newest(endpoint).state()).isEqualTo(Canary.State.DONE);
    assertThat(canaries.decide(endpoint, 2, PLAN)).isEqualTo(new CanaryDecision(2, null, null));
  }

  /** As many requests of both versions; the new one answers so many of its own with errors. */
  private static CanaryWindow window(CanaryDecision.Running running, int requests, int errors) {
    CanaryWindow window = new CanaryWindow(running.canaryId(), running.step());
    for (int i = 0; i < requests; i++) {
      window.from().answered(1_000_000, null);
      window.to().answered(1_000_000, i < errors ? "INTERNAL_ERROR" : null);
    }
    return window;
  }

  private long settledOn(int version) throws Exception {
    String name = "c" + UUID.randomUUID();
    given()
        .contentType("application/json")
        .body(Map.of("name", name, "model_name", name))
        .post("/api/millrace/v1/endpoints")
        .then()
        .statusCode(200);
    long endpoint =
        Sql.number(
            database, "SELECT endpoint_id FROM serving_endpoint WHERE name = '" + name + "'");
    assertThat(canaries.decide(endpoint, version, PLAN))
        .isEqualTo(new CanaryDecision(version, null, null));
    return endpoint;
  }

  private static <T> Set<T> all(Callable<T> call) throws Exception {
    ExecutorService servers = Executors.newFixedThreadPool(SERVERS);
    List<Callable<T>> calls = new ArrayList<>();
    for (int i = 0; i < SERVERS; i++) {
      calls.add(call);
    }
    Set<T> answers = new HashSet<>();
    for (Future<T> answer : servers.invokeAll(calls)) {
      answers.add(answer.get());
    }
    servers.shutdown();
    return answers;
  }
}
