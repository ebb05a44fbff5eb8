package dev.millrace.platform.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class HttpSafetyResourceTest {

  @Test
  void refusesAHostThatIsNotOurs() {
    Response response = given().header("Host", "127.0.0.1.evil.example.com").get("/api/2.0/x");
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo("PERMISSION_DENIED");
  }

  @Test
  void answersProbesWhateverTheHost() {
    assertThat(given().header("Host", "node-7").get("/health").statusCode()).isEqualTo(200);
    assertThat(given().header("Host", "node-7").get("/q/health/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesAChangeFromAnotherOrigin() {
    assertThat(given().header("Origin", "http://evil.example.com").post("/api/2.0/x").statusCode())
        .isEqualTo(403);
  }

  @Test
  void refusesAPathThatIsNotPlain() {
    Response response = given().urlEncodingEnabled(false).get("/api/2.0/%2e%2e/health");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.jsonPath().getString("error_code")).isEqualTo("INVALID_PARAMETER_VALUE");
  }

  @Test
  void answersCarryTheSafetyHeaders() {
    Response api = given().get("/api/2.0/x");
    assertThat(api.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(api.header("Content-Security-Policy")).isNull();
    assertThat(given().get("/").header("Content-Security-Policy")).contains("script-src 'self'");
  }

  @Test
  void readinessLooksAtTheDatabase() {
    assertThat(given().get("/q/health/ready").jsonPath().getString("checks[0].name"))
        .contains("Database");
  }
}
