package dev.millrace.webhook;

import static dev.millrace.webhook.WebhookApi.MODELS;
import static dev.millrace.webhook.WebhookApi.OURS;
import static dev.millrace.webhook.WebhookApi.WEBHOOKS;
import static dev.millrace.webhook.WebhookApi.assertRefused;
import static dev.millrace.webhook.WebhookApi.create;
import static dev.millrace.webhook.WebhookApi.deliveries;
import static dev.millrace.webhook.WebhookApi.mlflows;
import static dev.millrace.webhook.WebhookApi.newModel;
import static dev.millrace.webhook.WebhookApi.ok;
import static dev.millrace.webhook.WebhookApi.ours;
import static dev.millrace.webhook.WebhookApi.post;
import static dev.millrace.webhook.WebhookApi.send;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.webhook.EventType;
import dev.millrace.registry.webhook.WebhookEvents;
import dev.millrace.registry.webhook.delivery.Attempt;
import dev.millrace.registry.webhook.delivery.ClaimedDelivery;
import dev.millrace.registry.webhook.delivery.DeliveryService;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(WebhookApi.LocalReceivers.class)
@QuarkusTestResource(PostgresResource.class)
class WebhookDeliveryTest {

  @Inject DataSource database;
  @Inject WebhookEvents events;
  @Inject DeliveryService deliveries;

  private WebhookReceiver receiver;

  @BeforeEach
  void begin() throws Exception {
    Sql.execute(database, "DELETE FROM webhooks");
    receiver = new WebhookReceiver();
  }

  @AfterEach
  void end() {
    receiver.close();
  }

  @Test
  void aChangeIsDeliveredAndSignedAsMlflowDoes() throws Exception {
    Map<String, Object> webhook = mlflows(receiver.url("/a"), "REGISTERED_MODEL.CREATED");
    webhook.put("secret", "s3cret");
    String id = create(webhook);
    String name = newModel();
    WebhookReceiver.Received received = receiver.await("/a", 1).get(0);
    received.assertSignedWith("s3cret");
    assertThat(received.contentType()).isEqualTo("application/json");
    assertThat(received.event()).isEqualTo("registered_model.created");
    assertThat(received.json().getString("timestamp"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00");
    assertThat(received.json().getMap("data"))
        .isEqualTo(Map.of("name", name, "tags", Map.of(), "description", ""));
    awaitStatus(id, "DELIVERED");
    assertThat(deliveries(id).getMap("deliveries[0]"))
        .containsEntry("delivery_id", received.deliveryId())
        .containsEntry("event", "registered_model.created")
        .containsEntry("attempts", 1)
        .containsEntry("http_status", 200)
        .containsKeys("completed_at", "last_attempt_at", "created_at")
        .doesNotContainKeys("error", "next_attempt_at");
  }

  @Test
  void aWebhookWithoutASecretIsNotSigned() {
    create(mlflows(receiver.url("/a"), "REGISTERED_MODEL.CREATED"));
    newModel();
    assertThat(receiver.await("/a", 1).get(0).signature()).isNull();
  }

  @Test
  void aRolledBackChangeIsNotDelivered() throws Exception {
    create(ours(receiver.url("/a"), "run.finished"));
    assertThatThrownBy(
            () ->
                QuarkusTransaction.requiringNew()
                    .run(
                        () -> {
                          publish("lost");
                          throw new IllegalStateException("rolled back");
                        }))
        .isInstanceOf(IllegalStateException.class);
    QuarkusTransaction.requiringNew().run(() -> publish("kept"));
    assertThat(receiver.await("/a", 1).get(0).json().getString("data.run_id")).isEqualTo("kept");
    assertThat(Sql.number(database, "SELECT count(*) FROM webhook_deliveries")).isOne();
    assertThatThrownBy(() -> publish("outside")).isInstanceOf(TransactionalException.class);
  }

  @Test
  void anEventThatNobodyWantsLeavesNoRow() throws Exception {
    create(ours(receiver.url("/a"), "run.failed"));
    Map<String, Object> disabled = ours(receiver.url("/a"), "run.finished");
    disabled.put("status", "DISABLED");
    create(disabled);
    QuarkusTransaction.requiringNew().run(() -> publish("unwanted"));
    assertThat(Sql.number(database, "SELECT count(*) FROM webhook_deliveries")).isZero();
  }

  @Test
  void whatAServerCommittedBeforeItDiedIsDelivered() throws Exception {
    String id = create(ours(receiver.url("/a"), "run.finished"));
    // Committed by another server, which did not come to send it.
    Sql.execute(
        database,
        "INSERT INTO webhook_deliveries (webhook_key, event_id, event, occurred_at, data)"
            + " SELECT webhook_key, 'e', 'run.finished', 0, '{\"run_id\": \"left\"}' FROM webhooks");
    assertThat(receiver.await("/a", 1).get(0).json().getString("data.run_id")).isEqualTo("left");
    awaitStatus(id, "DELIVERED");
  }

  @Test
  void whatAServerHadClaimedWhenItDiedIsDelivered() throws Exception {
    String id = create(ours(receiver.url("/a"), "run.finished"));
    // As a claim leaves it: an attempt is counted, and the lease is not over yet.
    Sql.execute(
        database,
        "INSERT INTO webhook_deliveries"
            + " (webhook_key, event_id, event, occurred_at, data, attempts, due_at)"
            + " SELECT webhook_key, 'e', 'run.finished', 0, '{}', 1, now() + interval '300 ms'"
            + " FROM webhooks");
    receiver.await("/a", 1);
    awaitStatus(id, "DELIVERED");
    assertThat(deliveries(id).getInt("deliveries[0].attempts")).isEqualTo(2);
  }

  @Test
  void aReceiverThatFailsFirstGetsTheSameDeliveryAgain() {
    receiver.answer((number, exchange) -> number == 1 ? 503 : number == 2 ? 429 : 200);
    String id = create(ours(receiver.url("/a"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    List<WebhookReceiver.Received> received = receiver.await("/a", 3);
    assertThat(received)
        .extracting(WebhookReceiver.Received::deliveryId)
        .containsOnly(received.get(0).deliveryId());
    assertThat(received)
        .extracting(WebhookReceiver.Received::body)
        .containsOnly(received.get(0).body());
    awaitStatus(id, "DELIVERED");
    assertThat(deliveries(id).getInt("deliveries[0].attempts")).isEqualTo(3);
  }

  @Test
  void aReceiverIsWaitedForAsLongAsItAsks() {
    receiver.answer(
        (number, exchange) -> {
          exchange.getResponseHeaders().set("Retry-After", "1");
          return number == 1 ? 503 : 200;
        });
    create(ours(receiver.url("/a"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    List<WebhookReceiver.Received> received = receiver.await("/a", 2);
    assertThat(received.get(1).atNanos() - received.get(0).atNanos()).isGreaterThan(900_000_000L);
  }

  @Test
  void aReceiverThatOnlyFailsIsGivenUp() {
    receiver.answer((number, exchange) -> 500);
    String id = create(ours(receiver.url("/a"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    awaitStatus(id, "FAILED");
    assertThat(receiver.receivedAt("/a")).hasSize(4);
    assertThat(deliveries(id).getMap("deliveries[0]"))
        .containsEntry("attempts", 4)
        .containsEntry("http_status", 500)
        .containsEntry("error", "The receiver answered 500.");
  }

  @Test
  void whatTheReceiverRefusesIsNotTriedAgainAndARedirectIsNotFollowed() {
    receiver.answer(
        (number, exchange) -> {
          exchange.getResponseHeaders().set("Location", receiver.url("/elsewhere"));
          return exchange.getRequestURI().getPath().equals("/moved") ? 302 : 400;
        });
    String refused = create(ours(receiver.url("/refused"), "run.finished"));
    String moved = create(ours(receiver.url("/moved"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    awaitStatus(refused, "FAILED");
    awaitStatus(moved, "FAILED");
    assertThat(receiver.received())
        .extracting(WebhookReceiver.Received::path)
        .containsExactlyInAnyOrder("/refused", "/moved");
  }

  @Test
  void aReceiverThatHangsIsCutOffAndTriedAgain() {
    receiver.answer(
        (number, exchange) -> {
          if (number == 1) {
            Await.until("the next attempt", () -> receiver.receivedAt("/a").size() > 1);
          }
          return 200;
        });
    String id = create(ours(receiver.url("/a"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    awaitStatus(id, "DELIVERED");
    assertThat(deliveries(id).getInt("deliveries[0].attempts")).isEqualTo(2);
  }

  @Test
  void aReceiverThatHangsUpAfterEachAnswerIsNotInTheWay() throws Exception {
    try (ServerSocket oldServer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answerAndHangUp(oldServer), "old-server");
      answering.setDaemon(true);
      answering.start();
      String url = "http://127.0.0.1:" + oldServer.getLocalPort() + "/";
      String id = create(ours(url, "run.finished"));
      for (int i = 0; i < 5; i++) {
        assertThat(post(OURS + "/" + id + "/test", Map.of()).getBoolean("result.success")).isTrue();
      }
    }
  }

  /** As servers of HTTP/1.0 do: without a word of it in the answer. */
  private static void answerAndHangUp(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket connection = server.accept();
          BufferedReader request =
              new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
        int length = 0;
        for (String line = request.readLine(); !line.isEmpty(); line = request.readLine()) {
          if (line.startsWith("Content-Length: ")) {
            length = Integer.parseInt(line.substring("Content-Length: ".length()));
          }
        }
        request.read(new char[length]);
        connection
            .getOutputStream()
            .write("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(UTF_8));
      } catch (IOException e) {
        // The test is over.
        return;
      }
    }
  }

  @Test
  void anEndlessAnswerIsNotReadToItsEnd() {
    receiver.answer(
        (number, exchange) -> {
          exchange.sendResponseHeaders(200, 0);
          byte[] block = new byte[64 * 1024];
          // Ends when the server hangs up.
          while (true) {
            exchange.getResponseBody().write(block);
          }
        });
    String id = create(ours(receiver.url("/a"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    awaitStatus(id, "DELIVERED");
  }

  @Test
  void twoServersDeliverEachDeliveryOnce() throws Exception {
    String id = create(ours(receiver.url("/a"), "run.finished"));
    int count = 200;
    Set<String> elsewhere = new HashSet<>();
    QuarkusTransaction.requiringNew()
        .run(() -> IntStream.range(0, count).forEach(i -> publish("r" + i)));
    // The other server is this thread: it claims while the dispatcher does.
    Await.until(
        "all deliveries to be claimed",
        () -> {
          List<ClaimedDelivery> claimed = deliveries.claim(3, List.of());
          for (ClaimedDelivery delivery : claimed) {
            assertThat(elsewhere.add(delivery.message().deliveryId())).isTrue();
            deliveries.settle(delivery, new Attempt(200, "", null, false, null));
          }
          return elsewhere.size() + receiver.receivedAt("/a").size() >= count;
        });
    Await.until(
        "all deliveries to be written down",
        () ->
            Sql.number(
                    database, "SELECT count(*) FROM webhook_deliveries WHERE status = 'DELIVERED'")
                == count);
    Set<String> here =
        receiver.receivedAt("/a").stream()
            .map(WebhookReceiver.Received::deliveryId)
            .collect(Collectors.toSet());
    assertThat(receiver.receivedAt("/a")).hasSize(here.size());
    assertThat(here).doesNotContainAnyElementsOf(elsewhere).isNotEmpty();
    assertThat(elsewhere).isNotEmpty();
    assertThat(here.size() + elsewhere.size()).isEqualTo(count);
    assertThat(Sql.number(database, "SELECT count(*) FROM webhook_deliveries WHERE attempts <> 1"))
        .isZero();
    assertThat(pagesOf(id)).hasSize(count).doesNotHaveDuplicates();
  }

  @Test
  void aDeliveryCanBeSentAgain() {
    receiver.answer((number, exchange) -> number == 1 ? 400 : 200);
    String id = create(ours(receiver.url("/a"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    awaitStatus(id, "FAILED");
    String first = deliveries(id).getString("deliveries[0].delivery_id");
    JsonPath again = ok(given().post(OURS + "/" + id + "/deliveries/" + first + "/redeliver"));
    assertThat(again.getString("delivery.redelivery_of")).isEqualTo(first);
    awaitStatus(id, "DELIVERED");
    List<WebhookReceiver.Received> received = receiver.receivedAt("/a");
    assertThat(received.get(1).body()).isEqualTo(received.get(0).body());
    assertThat(received.get(1).deliveryId())
        .isEqualTo(again.getString("delivery.delivery_id"))
        .isNotEqualTo(first);
    assertThat(
            ok(given().get(OURS + "/" + id + "/deliveries?status=FAILED"))
                .getList("deliveries.delivery_id", String.class))
        .containsExactly(first);
    assertRefused(
        given().post(OURS + "/" + id + "/deliveries/" + UUID.randomUUID() + "/redeliver"),
        404,
        "not found.");
    assertRefused(given().get(OURS + "/nope/deliveries"), 404, "Webhook with ID nope not found.");
  }

  @Test
  void everyWebhookIsListedWithItsLastDelivery() {
    receiver.answer((number, exchange) -> number == 1 ? 200 : 404);
    String told = create(ours(receiver.url("/a"), "run.finished"));
    String untold = create(ours(receiver.url("/b"), "run.failed"));
    QuarkusTransaction.requiringNew().run(() -> publish("first"));
    awaitStatus(told, "DELIVERED");
    QuarkusTransaction.requiringNew().run(() -> publish("second"));
    awaitStatus(told, "FAILED");
    Map<String, Object> last = deliveries(told).getMap("deliveries[0]");
    JsonPath listed = ok(given().get(OURS));
    assertThat(listed.getList("webhooks.webhook_id")).containsExactly(untold, told);
    assertThat(listed.getMap("webhooks[0]")).doesNotContainKey("last_delivery");
    assertThat(listed.getMap("webhooks[1].last_delivery"))
        .containsEntry("http_status", 404)
        .isEqualTo(last);
    assertThat(ok(given().get(OURS + "/" + told)).getMap("webhook.last_delivery")).isEqualTo(last);
  }

  @Test
  void aCloudEventIsStructured() throws Exception {
    Map<String, Object> webhook = ours(receiver.url("/a"), "run.finished");
    webhook.put("format", "cloudevents");
    webhook.put("secret", "s3cret");
    String id = create(webhook);
    QuarkusTransaction.requiringNew().run(() -> publish("r"));
    WebhookReceiver.Received received = receiver.await("/a", 1).get(0);
    received.assertSignedWith("s3cret");
    assertThat(received.contentType()).isEqualTo("application/cloudevents+json; charset=utf-8");
    assertThat(received.json().getMap(""))
        .containsOnlyKeys("specversion", "id", "source", "type", "time", "datacontenttype", "data")
        .containsEntry("specversion", "1.0")
        .containsEntry("source", "/millrace")
        .containsEntry("type", "dev.millrace.run.finished")
        .containsEntry("data", Map.of("run_id", "r"))
        .containsEntry("id", deliveries(id).getString("deliveries[0].event_id"));
  }

  @Test
  void oldDeliveriesAreForgotten() throws Exception {
    String id = create(ours(receiver.url("/a"), "run.finished"));
    QuarkusTransaction.requiringNew().run(() -> publish("old"));
    awaitStatus(id, "DELIVERED");
    Sql.execute(database, "UPDATE webhook_deliveries SET completed_at = now() - interval '8 days'");
    QuarkusTransaction.requiringNew().run(() -> publish("new"));
    receiver.await("/a", 2);
    deliveries.forget();
    assertThat(deliveries(id).getList("deliveries")).hasSize(1);
  }

  @Test
  void deletingAWebhookWhileItIsToldDoesNotHarmTheWriter() {
    String id = create(mlflows(receiver.url("/a"), "REGISTERED_MODEL.CREATED"));
    newModel();
    ok(given().delete(WEBHOOKS + "/" + id));
    newModel();
    assertRefused(send("GET", WEBHOOKS + "/" + id, Map.of()), 404, "not found.");
  }

  @Test
  void aDisabledWebhookIsNotTold() throws Exception {
    String id = create(mlflows(receiver.url("/a"), "REGISTERED_MODEL.CREATED"));
    ok(send("PATCH", WEBHOOKS + "/" + id, Map.of("status", "DISABLED")));
    post(MODELS + "create", Map.of("name", "m-" + UUID.randomUUID()));
    assertThat(Sql.number(database, "SELECT count(*) FROM webhook_deliveries")).isZero();
  }

  private void publish(String runId) {
    events.publish(EventType.RUN_FINISHED, WebhookEvents.data().put("run_id", runId));
  }

  private static void awaitStatus(String webhookId, String status) {
    Await.until(
        "a delivery that is " + status,
        () -> status.equals(deliveries(webhookId).getString("deliveries[0].status")));
  }

  private static List<String> pagesOf(String webhookId) {
    List<String> ids = new ArrayList<>();
    String token = "";
    while (token != null) {
      JsonPath page =
          ok(
              given()
                  .queryParams(Map.of("max_results", 30, "page_token", token))
                  .get(OURS + "/" + webhookId + "/deliveries"));
      ids.addAll(page.getList("deliveries.delivery_id", String.class));
      token = page.getString("next_page_token");
    }
    return ids;
  }
}
