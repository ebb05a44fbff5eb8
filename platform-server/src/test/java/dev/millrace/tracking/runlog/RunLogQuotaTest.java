package dev.millrace.tracking.runlog;

import static dev.millrace.tracking.TrackingApi.assertError;
import static dev.millrace.tracking.TrackingApi.newRun;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
@TestProfile(RunLogQuotaTest.Small.class)
class RunLogQuotaTest {

  public static final class Small implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.run-log.quota", "10", "millrace.run-log.max-chunks", "3");
    }
  }

  private static Response append(String runId, String text, long sequence) {
    return given()
        .contentType("text/plain")
        .queryParams(Map.of("writer", "w", "sequence", sequence))
        .body(text)
        .post("/api/millrace/v1/runs/" + runId + "/log");
  }

  @Test
  void aFullLogTakesNothingMore() {
    String run = newRun();
    assertThat(append(run, "12345678", 1).statusCode()).isEqualTo(200);
    assertError(append(run, "abc", 2), 409, "RESOURCE_CONFLICT", "millrace.run-log.quota");
    assertThat(append(run, "ab", 3).statusCode()).isEqualTo(200);
    assertError(append(run, "c", 4), 409, "RESOURCE_CONFLICT", "is full");
    assertThat(append(run, "12345678", 1).statusCode()).as("what is there").isEqualTo(200);
    assertThat(given().get("/api/millrace/v1/runs/" + run + "/log").asString())
        .isEqualTo("12345678ab");
  }

  @Test
  void aLogIsNoHeapOfCrumbs() {
    String run = newRun();
    for (int i = 0; i < 3; i++) {
      assertThat(append(run, "x", i).statusCode()).isEqualTo(200);
    }
    assertError(append(run, "x", 3), 409, "RESOURCE_CONFLICT", "millrace.run-log.max-chunks");
  }
}
