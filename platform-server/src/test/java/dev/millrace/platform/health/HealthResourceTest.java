package dev.millrace.platform.health;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class HealthResourceTest {

  @Test
  void healthAnswersOk() {
    assertThat(get("/health").asString()).isEqualTo("OK");
  }

  @Test
  void unknownRouteIsEndpointNotFound() {
    assertThat(get("/api/2.0/mlflow/nothing").jsonPath().getString("error_code"))
        .isEqualTo("ENDPOINT_NOT_FOUND");
  }
}
