package dev.millrace.serving;

import static dev.millrace.serving.ServingFixture.serve;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every request for predictions has an id, and its answer tells it. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class RequestIdTest {

  private static final String HEADER = "X-Millrace-Request-Id";
  private static final String UUID_7 = "[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-.*";
  private static final String ROW = "{\"inputs\":{\"x\":[5],\"y\":[1]}}";
  private static final String TENSORS =
      "{\"inputs\":[{\"name\":\"x\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[5]},"
          + "{\"name\":\"y\",\"shape\":[1],\"datatype\":\"FP64\",\"data\":[1]}]}";

  @TempDir Path models;
  @Inject FakeRegistry registry;

  @Test
  void everyAnswerHasOneInEveryProtocol() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    Map<String, String> routes =
        Map.of(
            "/serving/" + name + "/invocations", ROW,
            "/serving/" + name + "/versions/1/invocations", ROW,
            "/v2/models/" + name + "/infer", TENSORS,
            "/v2/models/" + name + "/versions/1/infer", TENSORS);
    routes.forEach(
        (route, body) -> {
          Response own = ask(route, body, "order-42");
          assertThat(own.statusCode()).as(own.asString()).isEqualTo(200);
          assertThat(own.headers().getValues(HEADER)).containsExactly("order-42");
          List<String> made =
              Stream.generate(() -> ask(route, body, null).header(HEADER)).limit(3).toList();
          assertThat(made).doesNotHaveDuplicates().allSatisfy(id -> assertThat(id).matches(UUID_7));
          assertThat(ask(route, body, "not safe").header(HEADER)).matches(UUID_7);
        });
  }

  @Test
  void refusalsHaveOneWhoeverRefuses() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    for (String route :
        List.of("/serving/" + name + "/invocations", "/v2/models/" + name + "/infer")) {
      assertThat(ask(route, "{}", "bad-body").header(HEADER)).isEqualTo("bad-body");
      assertThat(ask(route.replace(name, "nowhere"), ROW, "no-endpoint").header(HEADER))
          .isEqualTo("no-endpoint");
      Response media =
          given().contentType("text/html").header(HEADER, "media").body("x").post(route);
      assertThat(media.statusCode()).isEqualTo(415);
      assertThat(media.header(HEADER)).isEqualTo("media");
      Response origin =
          given()
              .contentType("application/json")
              .header("Origin", "http://evil.example")
              .header(HEADER, "origin")
              .body(ROW)
              .post(route);
      assertThat(origin.statusCode()).isEqualTo(403);
      assertThat(origin.header(HEADER)).isEqualTo("origin");
    }
    assertThat(given().get("/serving/" + name + "/ping").header(HEADER)).isNull();
  }

  @Test
  void requestsOverHttp2HaveOneToo() throws Exception {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    String server = "http://127.0.0.1:" + RestAssured.port;
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
    // The first one goes over from HTTP/1.1.
    client.send(
        HttpRequest.newBuilder(URI.create(server + "/version")).build(), BodyHandlers.ofString());
    for (String id : List.of("order-42", "not safe")) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(URI.create(server + "/serving/" + name + "/invocations"))
                  .header("Content-Type", "application/json")
                  .header(HEADER, id)
                  .POST(BodyPublishers.ofString(ROW))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.headers().allValues(HEADER))
          .hasSize(1)
          .allSatisfy(given -> assertThat(given).matches(id.equals("order-42") ? id : UUID_7));
    }
  }

  private static Response ask(String route, String body, String id) {
    return id == null
        ? given().contentType("application/json").body(body).post(route)
        : given().contentType("application/json").header(HEADER, id).body(body).post(route);
  }
}
