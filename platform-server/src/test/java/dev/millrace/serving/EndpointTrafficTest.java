package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.awaitLive;
import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the requests to an endpoint were answered. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class EndpointTrafficTest {

  private static final String ROUTE = "/api/millrace/v1/endpoints/{name}/traffic";
  private static final String TWO_ROWS = "{\"inputs\":{\"x\":[-5,5],\"y\":[1,1]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;

  @Test
  void requestsErrorsAndTimesAreToldOfEachVersion() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    ask(name, TWO_ROWS, 200);
    ask(name, TWO_ROWS, 200);
    ask(name, "{\"inputs\":{\"x\":[-5]}}", 400);

    JsonPath traffic = given().get(ROUTE, name).then().statusCode(200).extract().jsonPath();
    assertThat(traffic.getList("versions.version")).containsExactly("1");
    assertThat(traffic.getInt("versions[0].requests")).isEqualTo(3);
    assertThat(traffic.getInt("versions[0].errors")).isEqualTo(1);
    assertThat(traffic.getDouble("versions[0].p50_millis")).isPositive();
    assertThat(traffic.getDouble("versions[0].p99_millis"))
        .isGreaterThanOrEqualTo(traffic.getDouble("versions[0].p50_millis"));
  }

  @Test
  void endpointThatNobodyAskedHasNoTraffic() throws IOException {
    String name = serve(registry, TestModels.classifier(models.resolve("1"), "low", "high"));
    awaitLive(name, 1);

    assertThat(given().get(ROUTE, name).jsonPath().getList("versions")).isNull();
    given().get(ROUTE, "nobody").then().statusCode(404);
  }

  private static void ask(String name, String body, int status) {
    given()
        .contentType("application/json")
        .body(body)
        .post("/serving/{name}/invocations", name)
        .then()
        .statusCode(status);
  }
}
