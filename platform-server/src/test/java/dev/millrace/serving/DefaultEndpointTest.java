package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.newModel;
import static io.restassured.RestAssured.get;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default endpoint, asked as SageMaker asks a container. */
@QuarkusTest
@TestProfile(DefaultEndpointTest.OneByDefault.class)
@QuarkusTestResource(PostgresResource.class)
class DefaultEndpointTest {

  private static final String NAME = "the-default";
  private static final String ROW = "{\"inputs\":{\"x\":[1],\"y\":[1]}}";

  @TempDir Path models;
  @Inject FakeRegistry registry;

  public static final class OneByDefault extends ServingProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      Map<String, String> all = new HashMap<>(super.getConfigOverrides());
      all.put("millrace.serving.default-endpoint", NAME);
      return all;
    }
  }

  @Test
  void itAnswersAtTheRootOnceItIsReady() throws Exception {
    assertThat(get("/ping").statusCode()).as("not opened").isEqualTo(503);
    assertThat(get("/ping").jsonPath().getString("message"))
        .contains("does not answer yet")
        .doesNotContain(NAME);
    assertThat(invoke(Map.of()).statusCode()).isEqualTo(404);

    String model = newModel(registry, models, 2);
    ServingFixture.openEndpoint(NAME, model);
    assertThat(get("/ping").statusCode()).as("no version yet").isEqualTo(503);

    registry.move(model, "champion", 1);
    ServingFixture.awaitLive(NAME, 1);
    assertThat(get("/ping").statusCode()).isEqualTo(200);
    assertThat(given().header("Host", "container.local:8080").get("/ping").statusCode())
        .isEqualTo(200);
    Response answer = invoke(Map.of("X-Amzn-SageMaker-Custom-Attributes", "trace=7; a b"));
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    assertThat(answer.jsonPath().getList("predictions")).isEqualTo(List.of("v1"));
    assertThat(answer.header("X-Millrace-Endpoint")).isEqualTo(NAME);
    assertThat(answer.header("X-Amzn-SageMaker-Custom-Attributes")).isEqualTo("trace=7; a b");
    assertThat(answer.header("X-Amzn-Invoked-Production-Variant")).isEqualTo("primary");
    assertThat(invoke(Map.of("X-Amzn-SageMaker-Custom-Attributes", "x".repeat(1025))).statusCode())
        .isEqualTo(400);
    Response refused = given().contentType("application/json").body("{").post("/invocations");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.header("X-Millrace-Endpoint")).isEqualTo(NAME);
    assertThat(refused.header("X-Millrace-Model-Version")).isEqualTo("1");
    assertThat(refused.header("X-Amzn-Invoked-Production-Variant")).isEqualTo("primary");
    Response csv =
        given().contentType("text/csv; charset=utf-8").body("x,y\n1,1\n").post("/invocations");
    assertThat(csv.jsonPath().getList("predictions")).isEqualTo(List.of("v1"));
    assertThat(
            given().contentType("image/png").body(new byte[] {1}).post("/invocations").statusCode())
        .isEqualTo(415);

    ServingFixture.putVariant(NAME, "b", Map.of("version", "2", "weight", 0));
    ServingFixture.awaitVariant(NAME, "b", 2);
    Response second = invoke(Map.of("X-Amzn-SageMaker-Target-Variant", "b"));
    assertThat(second.jsonPath().getList("predictions")).isEqualTo(List.of("v2"));
    assertThat(second.header("X-Amzn-Invoked-Production-Variant")).isEqualTo("b");
    assertThat(invoke(Map.of("X-Amzn-SageMaker-Target-Variant", "primary")).asString())
        .contains("v1");
    Response none = invoke(Map.of("X-Amzn-SageMaker-Target-Variant", "secret"));
    assertThat(none.statusCode()).isEqualTo(404);
    assertThat(none.jsonPath().getString("message"))
        .contains("there are: primary, b")
        .doesNotContain("secret");

    requireTooLargeIsSaidSo();
  }

  private static Response invoke(Map<String, String> headers) {
    return given().contentType("application/json").headers(headers).body(ROW).post("/invocations");
  }

  private static void requireTooLargeIsSaidSo() throws IOException, InterruptedException {
    int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);
    byte[] large = new byte[11 << 20];
    for (String type : List.of("application/json", "text/csv")) {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/invocations"))
                      .header("Content-Type", type)
                      .POST(
                          HttpRequest.BodyPublishers.ofInputStream(
                              () -> new ByteArrayInputStream(large)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(type).isEqualTo(413);
      assertThat(answer.body()).as(type).contains("too large");
    }
  }
}
