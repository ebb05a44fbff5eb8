package dev.millrace.webhook;

import static dev.millrace.webhook.WebhookApi.OURS;
import static dev.millrace.webhook.WebhookApi.WEBHOOKS;
import static dev.millrace.webhook.WebhookApi.assertRefused;
import static dev.millrace.webhook.WebhookApi.create;
import static dev.millrace.webhook.WebhookApi.mlflows;
import static dev.millrace.webhook.WebhookApi.ok;
import static dev.millrace.webhook.WebhookApi.ours;
import static dev.millrace.webhook.WebhookApi.post;
import static dev.millrace.webhook.WebhookApi.send;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@TestProfile(WebhookApi.LocalReceivers.class)
@QuarkusTestResource(PostgresResource.class)
class WebhookResourceTest {

  private static final String URL = "https://93.184.216.34/hook";

  @Inject DataSource database;

  @Test
  void aWebhookIsShownWithoutItsSecret() throws Exception {
    Map<String, Object> request = mlflows(URL, "REGISTERED_MODEL.CREATED", "PROMPT.CREATED");
    request.put("description", "tells CI");
    request.put("secret", "very secret");
    JsonPath created = post(WEBHOOKS, request);
    assertThat(created.getMap("webhook"))
        .containsOnlyKeys(
            "webhook_id",
            "name",
            "description",
            "url",
            "events",
            "status",
            "creation_timestamp",
            "last_updated_timestamp")
        .containsEntry("status", "ACTIVE")
        .containsEntry("url", URL);
    assertThat(created.getString("webhook.events[1].entity")).isEqualTo("REGISTERED_MODEL");
    String id = created.getString("webhook.webhook_id");
    String seen =
        ok(given().get(WEBHOOKS + "/" + id)).prettify()
            + ok(given().get("/ajax-api/2.0/mlflow/webhooks")).prettify()
            + ok(given().get(OURS + "/" + id)).prettify();
    assertThat(seen).contains(id).doesNotContain("very secret");
    assertThat(
            Sql.number(
                database,
                "SELECT count(*) FROM webhooks w WHERE webhook_id = '"
                    + id
                    + "' AND w::text NOT LIKE '%very secret%'"
                    + " AND secret IS NOT NULL AND position('very secret'::bytea IN secret) = 0"))
        .isOne();
  }

  @Test
  void whatIsWrongWithASecretIsToldWithoutIt() {
    Map<String, Object> request = mlflows(URL, "PROMPT.CREATED");
    request.put("secret", "very secret \0");
    var refused = send("POST", WEBHOOKS, request);
    assertRefused(refused, 400, "'secret'");
    assertThat(refused.asString()).doesNotContain("very");
  }

  @Test
  void pagesGoThroughAllWebhooksNewestFirst() {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.add(0, create(mlflows(URL, "PROMPT.CREATED")));
    }
    List<String> seen = new ArrayList<>();
    String token = null;
    do {
      Map<String, Object> query = new HashMap<>(Map.of("max_results", 2));
      if (token != null) {
        query.put("page_token", token);
      }
      JsonPath page = ok(given().queryParams(query).get(WEBHOOKS));
      seen.addAll(page.getList("webhooks.webhook_id", String.class));
      token = page.getString("next_page_token");
    } while (token != null);
    assertThat(seen).containsSubsequence(made).doesNotHaveDuplicates();
    assertRefused(
        given().get(WEBHOOKS + "?max_results=1001"),
        400,
        "max_results must be between 1 and 1000.");
    assertRefused(given().get(WEBHOOKS + "?page_token=zzz"), 400, "Invalid page token");
  }

  @Test
  void anUpdateChangesWhatItNamesOnly() {
    Map<String, Object> request = mlflows(URL, "PROMPT.CREATED");
    request.put("description", "d");
    String path = WEBHOOKS + "/" + create(request);
    JsonPath same = ok(send("PATCH", path, Map.of("name", "", "url", "", "events", List.of())));
    assertThat(same.getMap("webhook"))
        .containsEntry("name", "hook")
        .containsEntry("description", "d")
        .containsEntry("url", URL);
    assertThat(same.getList("webhook.events")).hasSize(1);
    JsonPath changed =
        ok(
            send(
                "PATCH",
                path,
                Map.of(
                    "name",
                    "other",
                    "description",
                    "",
                    "status",
                    "DISABLED",
                    "events",
                    List.of(Map.of("entity", "MODEL_VERSION_TAG", "action", "SET")))));
    assertThat(changed.getMap("webhook"))
        .containsEntry("name", "other")
        .containsEntry("status", "DISABLED")
        .doesNotContainKey("description");
    assertThat(changed.getString("webhook.events[0].entity")).isEqualTo("MODEL_VERSION_TAG");
    assertThat(changed.getList("webhook.events")).hasSize(1);
  }

  @Test
  void aDeletedWebhookIsGone() {
    String path = WEBHOOKS + "/" + create(mlflows(URL, "PROMPT.CREATED"));
    assertThat(ok(given().delete(path)).getMap("")).isEmpty();
    String id = path.substring(path.lastIndexOf('/') + 1);
    for (String method : List.of("GET", "PATCH", "DELETE")) {
      assertRefused(send(method, path, Map.of()), 404, "Webhook with ID " + id + " not found.");
    }
    assertRefused(send("POST", path + "/test", Map.of()), 404, "not found.");
  }

  @Test
  void mlflowsRoutesShowMlflowsEventsOnly() {
    String both = create(ours(URL, "run.finished", "prompt.created"));
    String none = create(ours(URL, "run.failed"));
    JsonPath shown = ok(given().get(WEBHOOKS + "/" + both));
    assertThat(shown.getList("webhook.events.entity", String.class)).containsExactly("PROMPT");
    assertRefused(given().get(WEBHOOKS + "/" + none), 404, "not found.");
    assertThat(
            ok(given().get(WEBHOOKS + "?max_results=1000"))
                .getList("webhooks.webhook_id", String.class))
        .contains(both)
        .doesNotContain(none);
    ok(
        send(
            "PATCH",
            WEBHOOKS + "/" + both,
            Map.of("events", List.of(Map.of("entity", "PROMPT_TAG", "action", "SET")))));
    assertThat(ok(given().get(OURS + "/" + both)).getList("webhook.events", String.class))
        .containsExactly("prompt_tag.set", "run.finished");
  }

  @Test
  void requiredFieldsAreNamed() {
    assertRefused(
        send("POST", WEBHOOKS, Map.of()), 400, "Missing value for required parameter 'name'.");
    assertRefused(
        send("POST", WEBHOOKS, Map.of("name", "a")),
        400,
        "Missing value for required parameter 'url'.");
    assertRefused(
        send("POST", WEBHOOKS, Map.of("name", "a", "url", URL)),
        400,
        "Missing value for required parameter 'events'.");
    assertRefused(
        send("POST", WEBHOOKS, Map.of("name", "a", "url", URL, "events", List.of())),
        400,
        "Webhook events must be a non-empty list of WebhookEvent objects: [].");
  }

  @Test
  void eventsAreMlflowsPairs() {
    assertRefused(
        send("POST", WEBHOOKS, mlflows(URL, "MODEL_VERSION_TAG.CREATED")),
        400,
        "Invalid action 'created' for entity 'model_version_tag'. Valid actions are: ['deleted',"
            + " 'set']");
    assertRefused(send("POST", WEBHOOKS, mlflows(URL, "NOPE.CREATED")), 400, "events[0].entity");
    Map<String, Object> empty = mlflows(URL);
    empty.put("events", List.of(Map.of()));
    assertRefused(send("POST", WEBHOOKS, empty), 400, "events[0]");
    assertThat(
            post(WEBHOOKS, mlflows(URL, "PROMPT.CREATED", "PROMPT.CREATED"))
                .getList("webhook.events"))
        .hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-a", "a-", "a b", "ä", "a/b"})
  void namesAreMlflows(String name) {
    Map<String, Object> request = mlflows(URL, "PROMPT.CREATED");
    request.put("name", name);
    assertRefused(
        send("POST", WEBHOOKS, request), 400, "Webhook name '" + name + "' is invalid. It must");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "ftp://example.com/|Invalid webhook URL scheme: 'ftp'.",
        "example.com|Invalid webhook URL scheme: ''.",
        "https:///x|Webhook URL must include a hostname: 'https:///x'",
        "https://[::1/x|Invalid webhook URL 'https://[::1/x': ValueError('Invalid IPv6 URL')",
        "https://user:pw@93.184.216.34/|must not hold a user or a password",
        "https://10.0.0.1/|'10.0.0.1' resolves to 10.0.0.1.",
        "https://[::1]/|'::1' resolves to ::1.",
        "https://169.254.169.254/|'169.254.169.254' resolves to 169.254.169.254.",
        "https://nope.invalid/|Cannot resolve Webhook URL hostname 'nope.invalid'"
      })
  void urlsThatDeliveriesMustNotGoToAreRefused(String url, String message) {
    assertRefused(send("POST", WEBHOOKS, mlflows(url, "PROMPT.CREATED")), 400, message);
    String id = create(mlflows(URL, "PROMPT.CREATED"));
    assertRefused(send("PATCH", WEBHOOKS + "/" + id, Map.of("url", url)), 400, message);
  }

  @Test
  void ourRouteChecksTheThreshold() {
    Map<String, Object> request = ours(URL, "metric.threshold_crossed");
    assertRefused(send("POST", OURS, request), 400, "needs a 'threshold'");
    request.put("threshold", Map.of("key", "loss"));
    assertRefused(send("POST", OURS, request), 400, "either 'above' or 'below'");
    request.put("threshold", Map.of("key", "loss", "above", 1, "below", 0));
    assertRefused(send("POST", OURS, request), 400, "either 'above' or 'below'");
    request.put("threshold", Map.of("key", "loss", "below", 0.1));
    assertThat(post(OURS, request).getMap("webhook"))
        .containsEntry("format", "mlflow")
        .containsEntry("signed", false);
    assertRefused(send("POST", OURS, ours(URL, "no.such")), 400, "events");
  }

  @Test
  void aTestSendsAnExampleOnceAndTellsTheAnswer() throws Exception {
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      Map<String, Object> request = mlflows(receiver.url("/test"), "REGISTERED_MODEL.CREATED");
      request.put("secret", "s3cret");
      request.put("status", "DISABLED");
      String id = create(request);
      JsonPath tested = post(WEBHOOKS + "/" + id + "/test", Map.of());
      assertThat(tested.getMap("result"))
          .containsOnly(
              Map.entry("success", true),
              Map.entry("response_status", 200),
              Map.entry("response_body", "taken"));
      WebhookReceiver.Received received = receiver.await("/test", 1).get(0);
      received.assertSignedWith("s3cret");
      assertThat(received.json().getString("data.name")).isEqualTo("example_model");
      receiver.answer((number, exchange) -> 500);
      JsonPath failed =
          post(
              WEBHOOKS + "/" + id + "/test",
              Map.of("event", Map.of("entity", "PROMPT", "action", "CREATED")));
      assertThat(failed.getMap("result"))
          .containsEntry("success", false)
          .containsEntry("response_status", 500);
      assertThat(receiver.received()).hasSize(2);
      assertThat(receiver.received().get(1).event()).isEqualTo("prompt.created");
    }
  }

  @Test
  void aTestOfAReceiverThatIsNotThereSaysWhy() throws Exception {
    String url;
    try (WebhookReceiver receiver = new WebhookReceiver()) {
      url = receiver.url("/gone");
    }
    String id = create(mlflows(url, "PROMPT.CREATED"));
    JsonPath tested = post(WEBHOOKS + "/" + id + "/test", Map.of());
    assertThat(tested.getBoolean("result.success")).isFalse();
    assertThat(tested.getString("result.error_message"))
        .startsWith("Failed to test webhook: ConnectException");
    assertThat(tested.getMap("result")).doesNotContainKey("response_status");
  }
}
