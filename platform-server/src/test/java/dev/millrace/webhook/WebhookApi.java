package dev.millrace.webhook;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The routes of webhooks as a client calls them. */
final class WebhookApi {

  static final String WEBHOOKS = "/api/2.0/mlflow/webhooks";
  static final String OURS = "/api/millrace/v1/webhooks";
  static final String MODELS = "/api/2.0/mlflow/registered-models/";
  static final String VERSIONS = "/api/2.0/mlflow/model-versions/";

  private WebhookApi() {}

  /** A server that may send to loopback, tries again soon and has a key for secrets. */
  public static final class LocalReceivers implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "millrace.webhooks.allowed-schemes", "http,https",
          "millrace.webhooks.allowed-networks", "127.0.0.0/8",
          "millrace.webhooks.secret-key", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
          "millrace.webhooks.poll-interval", "50ms",
          "millrace.webhooks.first-pause", "20ms",
          "millrace.webhooks.longest-pause", "2s",
          "millrace.webhooks.max-attempts", "4",
          "millrace.webhooks.timeout", "2s",
          "millrace.webhooks.abandoned-after", "1s",
          "millrace.liveness.check-every", "100ms");
    }
  }

  static Response send(String method, String path, Map<String, ?> body) {
    return given().contentType(ContentType.JSON).body(body).request(method, path);
  }

  static JsonPath ok(Response response) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
    return response.jsonPath();
  }

  static JsonPath post(String path, Map<String, ?> body) {
    return ok(send("POST", path, body));
  }

  static void assertRefused(Response response, int status, String message) {
    assertThat(response.statusCode()).as(response.asString()).isEqualTo(status);
    assertThat(response.jsonPath().getString("message")).contains(message);
  }

  /** A webhook of MLflow's route; an event is {@code ENTITY.ACTION}. */
  static Map<String, Object> mlflows(String url, String... events) {
    Map<String, Object> webhook = new HashMap<>();
    webhook.put("name", "hook");
    webhook.put("url", url);
    webhook.put(
        "events",
        List.of(events).stream()
            .map(event -> event.split("\\."))
            .map(parts -> Map.of("entity", parts[0], "action", parts[1]))
            .toList());
    return webhook;
  }

  /** A webhook of our route. */
  static Map<String, Object> ours(String url, String... events) {
    Map<String, Object> webhook = new HashMap<>();
    webhook.put("name", "hook");
    webhook.put("url", url);
    webhook.put("events", List.of(events));
    return webhook;
  }

  static String create(Map<String, Object> webhook) {
    return post(webhook.get("events").toString().contains("entity=") ? WEBHOOKS : OURS, webhook)
        .getString("webhook.webhook_id");
  }

  static String newModel() {
    String name = "model-" + UUID.randomUUID();
    post(MODELS + "create", Map.of("name", name));
    return name;
  }

  static JsonPath deliveries(String webhookId) {
    return ok(given().get(OURS + "/" + webhookId + "/deliveries"));
  }
}
