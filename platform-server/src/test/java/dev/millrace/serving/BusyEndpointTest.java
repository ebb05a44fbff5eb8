package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.invoke;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An endpoint that is asked more than it may answer at once. */
@QuarkusTest
@TestProfile(BusyEndpointTest.OneAtATime.class)
@QuarkusTestResource(PostgresResource.class)
class BusyEndpointTest {

  private static final int CALLERS = 16;
  private static final int ROWS = 20_000;

  @TempDir Path models;
  @Inject FakeRegistry registry;

  /** One request at a time, and one that waits. */
  public static final class OneAtATime extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.max-concurrent-requests", "1");
      all.put("millrace.serving.max-waiting-requests", "1");
      return all;
    }
  }

  @Test
  void whoIsTooManyIsToldToComeAgainAndTheOthersAreAnswered() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("1"), "v1"));
    String body =
        "{\"dataframe_split\":{\"columns\":[\"x\",\"y\"],\"data\":["
            + "[5,1],".repeat(ROWS - 1)
            + "[5,1]]}}";
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Callable<Response>> calls = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      calls.add(() -> invoke(name, body));
    }
    int answered = 0;
    int turnedAway = 0;
    for (Future<Response> call : threads.invokeAll(calls)) {
      Response response = call.get();
      if (response.statusCode() == 200) {
        answered++;
        assertThat(response.jsonPath().getList("predictions")).hasSize(ROWS);
      } else {
        turnedAway++;
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(429);
        assertThat(response.header("Retry-After")).isEqualTo("1");
        assertThat(response.jsonPath().getString("error_code")).isEqualTo("REQUEST_LIMIT_EXCEEDED");
      }
    }
    threads.shutdown();

    assertThat(answered).isPositive();
    assertThat(turnedAway).isPositive();
    assertThat(given().get("/q/metrics").asString())
        .contains(
            "millrace_serving_turned_away_total{endpoint=\"%s\",reason=\"busy\"} %d.0"
                .formatted(name, turnedAway));
    assertThat(invoke(name, body).statusCode()).as("every turn was given back").isEqualTo(200);
  }
}
