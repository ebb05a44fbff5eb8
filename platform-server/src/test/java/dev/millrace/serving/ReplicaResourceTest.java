package dev.millrace.serving;

import static dev.millrace.serving.RequestLogFixture.CSV;
import static dev.millrace.serving.RequestLogFixture.JSON;
import static dev.millrace.serving.RequestLogFixture.asked;
import static dev.millrace.serving.RequestLogFixture.awaitKept;
import static dev.millrace.serving.RequestLogFixture.found;
import static dev.millrace.serving.RequestLogFixture.keep;
import static dev.millrace.serving.ServingFixture.endpoint;
import static dev.millrace.serving.ServingFixture.newModel;
import static dev.millrace.serving.ServingFixture.newName;
import static dev.millrace.serving.ServingFixture.openEndpoint;
import static dev.millrace.serving.ServingFixture.serve;
import static dev.millrace.serving.ServingFixture.swaps;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.serving.RecordedTraffic;
import dev.millrace.serving.deployment.SwapStore;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What serving replicas ask a platform and tell it. */
@QuarkusTest
@TestProfile(ServingProfile.class)
@QuarkusTestResource(PostgresResource.class)
class ReplicaResourceTest {

  private static final String ROUTE = "/api/millrace/v1/replicas";
  private static final long LONG_MILLIS = 30_000;

  @TempDir Path models;
  @Inject FakeRegistry registry;
  @Inject SwapStore swapStore;
  @Inject RecordedTraffic traffic;

  @TestHTTPResource("/")
  URI server;

  @Test
  void whoWaitsIsToldOfAMoveAtOnce() throws IOException {
    String model = newModel(registry, models, 2);
    registry.move(model, "champion", 1);
    openEndpoint(model, model);
    JsonPath before = feed("").jsonPath();
    assertThat(targetOf(before, model)).isEqualTo(1);

    CompletableFuture<Response> waiting =
        CompletableFuture.supplyAsync(
            () ->
                feed("?revision=" + before.getString("revision") + "&wait_millis=" + LONG_MILLIS));
    registry.move(model, "champion", 2);
    Response told = waiting.join();

    assertThat(told.statusCode()).isEqualTo(200);
    assertThat(targetOf(told.jsonPath(), model)).isEqualTo(2);
    assertThat(told.jsonPath().getString("revision")).isNotEqualTo(before.getString("revision"));
  }

  @Test
  void nothingNewIsAnAnswerWithoutContent() {
    Await.until(
        "endpoints of other tests to be still",
        () -> {
          String revision = feed("").jsonPath().getString("revision");
          return feed("?wait_millis=0&revision=" + revision).statusCode() == 204;
        });
  }

  @Test
  void theFeedHasHashesOfKeysAndNoSecret() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    Response created =
        given()
            .contentType("application/json")
            .body(Map.of("name", "shop"))
            .post("/api/millrace/v1/endpoints/" + name + "/keys");
    String secret = created.jsonPath().getString("secret");
    assertThat(secret).isNotEmpty();

    Response told = feed("");
    assertThat(told.asString()).doesNotContain(secret);
    assertThat(
            told.jsonPath()
                .getString(
                    "endpoints.find { it.endpoint.name == '%s' }.endpoint.keys[0].hash"
                        .formatted(name)))
        .isNotEmpty();
  }

  @Test
  void filesOfAVersionAreListedAndHandedOut() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    Map<String, String> version = Map.of("model", name, "version", "1");
    JsonPath files = given().queryParams(version).get(ROUTE + "/files").jsonPath();
    assertThat(files.getList("files.path", String.class)).contains("MLmodel");
    assertThat(files.getString("files.find { it.path == 'MLmodel' }.sha256")).hasSize(64);
    assertThat(
            given()
                .queryParams(version)
                .queryParam("path", "MLmodel")
                .get(ROUTE + "/content")
                .asString())
        .contains("flavors");
    assertThat(given().queryParam("model", name).get(ROUTE + "/files").statusCode()).isEqualTo(400);
    assertThat(
            given()
                .queryParams(Map.of("model", name, "version", "9"))
                .get(ROUTE + "/files")
                .statusCode())
        .isEqualTo(404);
  }

  @Test
  void aFileThatFailsMidwayDoesNotLookWhole() throws IOException {
    Path model = TestModels.labeller(models.resolve("m"), "v1");
    Path big = Files.write(model.resolve("big"), new byte[4 << 20]);
    String name = newName();
    registry.register(name, 1, model);
    registry.breakOff(big, 2 << 20);
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(ROUTE + "/content?version=1&path=big&model=" + name))
            .build();
    assertThatThrownBy(
            () -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void aReplicaIsListedBehindTheEndpointsThatItServes() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    String other = serve(registry, TestModels.labeller(models.resolve("o"), "v1"));
    long id = idOf(name);
    String replica = ROUTE + "/" + UUID.randomUUID();
    told(
        "PUT",
        replica,
        Map.of(
            "name",
            "edge",
            "address",
            "http://10.0.0.7:8081",
            "started_at",
            1,
            "endpoints",
            List.of(name)));
    told(
        "PUT",
        replica + "/served",
        Map.of(
            "served",
            List.of(
                Map.of(
                    "endpoint_id",
                    id,
                    "live_version",
                    "1",
                    "deployments",
                    List.of(Map.of("version", "1", "state", "READY", "since", 2))))));

    String edge = "endpoint.replicas.find { it.name == 'edge' }";
    assertThat(endpoint(name).getString(edge + ".live_version")).isEqualTo("1");
    assertThat(endpoint(name).getString(edge + ".address")).isEqualTo("http://10.0.0.7:8081");
    assertThat(endpoint(other).getList("endpoint.replicas.name", String.class))
        .doesNotContain("edge");

    assertThat(given().delete(replica).statusCode()).isEqualTo(200);
    assertThat(endpoint(name).getList("endpoint.replicas.name", String.class))
        .doesNotContain("edge");
  }

  @Test
  void aSwapThatIsToldTwiceIsInTheHistoryOnce() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    String route = ROUTE + "/" + UUID.randomUUID() + "/swaps";
    Map<String, Object> begun = swap(idOf(name), "77", "STARTED");
    told("PUT", route, begun);
    told("PUT", route, begun);
    told("PUT", route, swap(idOf(name), "77", "SWAPPED"));

    assertThat(states(name, "77")).containsExactly("SWAPPED");
  }

  @Test
  void onlySwapsOfServersThatAreGoneAreEnded() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    String alive = ROUTE + "/" + UUID.randomUUID();
    told("PUT", alive, Map.of("name", "alive", "started_at", 1));
    told("PUT", alive + "/swaps", swap(idOf(name), "88", "STARTED"));
    String gone = ROUTE + "/" + UUID.randomUUID();
    told("PUT", gone + "/swaps", swap(idOf(name), "99", "STARTED"));

    swapStore.closeAbandonedSwaps(Duration.ofSeconds(10), 6);

    assertThat(states(name, "88")).containsExactly("STARTED");
    assertThat(states(name, "99")).containsExactly("FAILED");
    told("DELETE", alive, Map.of());
    swapStore.closeAbandonedSwaps(Duration.ofSeconds(10), 7);
    assertThat(states(name, "88")).containsExactly("FAILED");
  }

  @Test
  void requestsAreCountedInTheMinutesThatTheyCameIn() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    long id = idOf(name);
    told(
        "POST",
        ROUTE + "/" + UUID.randomUUID() + "/counts",
        Map.of("requests", List.of(requests(id, 5), requests(id, 6), requests(id, 6))));
    assertThat(traffic.busiestRate(name, "champion")).hasValue(2.0);
  }

  private static Map<String, Object> requests(long endpointId, int minutesAgo) {
    return Map.of("endpoint_id", endpointId, "requests", 60, "minutes_ago", minutesAgo);
  }

  private static List<String> states(String endpoint, String version) {
    return swaps(endpoint)
        .getList("swaps.findAll { it.to_version == '" + version + "' }.state", String.class);
  }

  private static Map<String, Object> swap(long endpointId, String version, String state) {
    return Map.of(
        "swaps",
        List.of(
            Map.of(
                "number",
                1,
                "endpoint_id",
                endpointId,
                "swapped",
                state.equals("SWAPPED"),
                "swap",
                Map.of(
                    "to_version",
                    version,
                    "state",
                    state,
                    "started_at",
                    5,
                    "transitions",
                    List.of(Map.of("state", state, "at", 5))))));
  }

  @Test
  void requestsAreKeptOnceAndAsTheLogSays() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    keep(name, Map.of("redact", List.of("x")));
    long log =
        feed("")
            .jsonPath()
            .getLong(
                "endpoints.find { it.endpoint.name == '%s' }.request_log.log_id".formatted(name));
    Map<String, Object> report =
        Map.of("requests", List.of(request(log, System.currentTimeMillis()), request(log, 1)));
    String route = ROUTE + "/" + UUID.randomUUID() + "/requests";
    told("PUT", route, report);
    told("PUT", route, report);

    assertThat(found(name, "")).hasSize(1);
    String kept =
        given()
            .get("/api/millrace/v1/endpoints/" + name + "/request-log/entries/told-by-a-replica")
            .asString();
    assertThat(kept).contains("[redacted]").doesNotContain("4711");
  }

  @Test
  void whatAVersionWasAskedIsToldAsFarAsItIsWhole() throws IOException {
    String name = serve(registry, TestModels.labeller(models.resolve("m"), "v1"));
    assertThat(recorded(name, "1")).isEmpty();
    keep(name, Map.of("redact", List.of("x")));
    String positions = "{\"inputs\":[[5,1]]}";
    String named = "{\"inputs\":{\"x\":[5],\"y\":[1]}}";
    asked(name, "unkept-body", JSON, positions);
    asked(name, "redacted", JSON, named);
    awaitKept(name, 2);
    assertThat(recorded(name, "1")).isEmpty();
    keep(name, Map.of());
    asked(name, "refused", JSON, "{}");
    asked(name, "csv", CSV, "x,y\n5,1\n");
    asked(name, "whole", JSON, named);
    awaitKept(name, 5);

    assertThat(recorded(name, "1"))
        .containsExactly(
            Map.of("protocol", "MLFLOW_JSON", "body", named),
            Map.of("protocol", "MLFLOW_CSV", "body", "x,y\n5,1\n"));
    assertThat(recorded(name, "2")).isEmpty();
    assertThat(recorded("none", "1")).isEmpty();
    assertThat(given().get(ROUTE + "/requests?version=1").statusCode()).isEqualTo(400);
    assertThat(given().get(ROUTE + "/requests?endpoint=a").statusCode()).isEqualTo(400);
  }

  private static List<Map<String, Object>> recorded(String endpoint, String version) {
    Response answer =
        given()
            .queryParams(Map.of("endpoint", endpoint, "version", version))
            .get(ROUTE + "/requests");
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
    List<Map<String, Object>> requests = answer.jsonPath().getList("requests");
    return requests == null ? List.of() : requests;
  }

  private static Map<String, Object> request(long log, long at) {
    String body = "{\"inputs\":{\"x\":[4711],\"y\":[1]}}";
    return Map.ofEntries(
        Map.entry("log_id", log),
        Map.entry("at", at),
        Map.entry("entry_id", new UUID(7, at).toString()),
        Map.entry("request_id", "told-by-a-replica"),
        Map.entry("version", 1),
        Map.entry("variant", "primary"),
        Map.entry("protocol", "MLFLOW_JSON"),
        Map.entry("content_type", "application/json"),
        Map.entry("latency_micros", 10),
        Map.entry("body_bytes", body.length()),
        Map.entry(
            "body", Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void whatIsNoReportIsRefused() {
    String replica = ROUTE + "/" + UUID.randomUUID();
    refused("PUT", ROUTE + "/no-uuid", "{\"name\":\"a\"}");
    refused("PUT", replica, "{}");
    refused("PUT", replica, "{\"name\":\"a\",\"started_at\":-1}");
    refused("PUT", replica + "/served", "{\"served\":[{\"deployments\":[{\"version\":\"1\"}]}]}");
    refused("PUT", replica + "/swaps", "{\"swaps\":[{\"number\":1}]}");
    refused("PUT", replica + "/swaps", "{\"refusals\":[{\"endpoint_id\":1}]}");
    refused("POST", replica + "/counts", "{\"requests\":[{\"endpoint_id\":1,\"requests\":-1}]}");
    refused(
        "POST",
        replica + "/counts",
        "{\"requests\":[{\"endpoint_id\":1,\"requests\":9223372036854775807}]}");
    refused("POST", replica + "/counts", "{\"shadows\":[{\"endpoint_id\":1,\"variant\":\"b\"}]}");
    refused("POST", replica + "/counts", "{\"canaries\":[{\"canary_id\":1}]}");
    refused("PUT", replica + "/requests", "{\"requests\":[{}]}");
    refused(
        "POST",
        replica + "/counts",
        "{\"requests\":[{\"endpoint_id\":1,\"requests\":1,\"minutes_ago\":-1}]}");
    assertThat(feed("?wait_millis=99999999").statusCode()).isEqualTo(400);
  }

  @Test
  void aReportWithGapsOrWhatCannotBeKeptIsRefused() throws IOException {
    String replica = ROUTE + "/" + UUID.randomUUID();
    long id = idOf(serve(registry, TestModels.labeller(models.resolve("m"), "v1")));
    refused("PUT", replica, "{\"name\":\"a\\u0000b\",\"started_at\":1}");
    refused("PUT", replica, "{\"name\":\"a\",\"started_at\":1,\"endpoints\":[null]}");
    refused("PUT", replica + "/served", "{\"served\":[null]}");
    String served = "{\"served\":[{\"endpoint_id\":%d,\"deployments\":[%s]}]}";
    refused("PUT", replica + "/served", served.formatted(id, "null"));
    refused(
        "PUT",
        replica + "/served",
        served.formatted(
            id, "{\"version\":\"1\",\"state\":\"FAILED\",\"reason\":\"a\\u0000b\",\"since\":1}"));
    refused("PUT", replica + "/swaps", "{\"swaps\":[null]}");
    refused("PUT", replica + "/swaps", "{\"refusals\":[null]}");
    refused(
        "PUT",
        replica + "/swaps",
        "{\"swaps\":[{\"number\":1,\"endpoint_id\":%d,\"swap\":{\"to_version\":\"1\",\"state\":\"FAILED\",\"transitions\":[null]}}]}"
            .formatted(id));
    for (String list : List.of("requests", "shadows", "canaries")) {
      refused("POST", replica + "/counts", "{\"" + list + "\":[null]}");
    }
    refused("PUT", replica + "/requests", "{\"requests\":[null]}");
  }

  private static void refused(String method, String route, String json) {
    Response answer = given().contentType("application/json").body(json).request(method, route);
    assertThat(answer.statusCode()).as(json + answer.asString()).isEqualTo(400);
  }

  private static void told(String method, String route, Map<String, ?> report) {
    Response answer = given().contentType("application/json").body(report).request(method, route);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(200);
  }

  private static Response feed(String query) {
    return given().get(ROUTE + "/feed" + query);
  }

  private static int targetOf(JsonPath feed, String endpoint) {
    return feed.getInt(
        "endpoints.find { it.endpoint.name == '%s' }.targets[0].version".formatted(endpoint));
  }

  private static long idOf(String endpoint) {
    return feed("")
        .jsonPath()
        .getLong(
            "endpoints.find { it.endpoint.name == '%s' }.endpoint.endpoint_id".formatted(endpoint));
  }
}
