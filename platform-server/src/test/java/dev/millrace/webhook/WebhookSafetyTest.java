package dev.millrace.webhook;

import static dev.millrace.webhook.WebhookApi.OURS;
import static dev.millrace.webhook.WebhookApi.WEBHOOKS;
import static dev.millrace.webhook.WebhookApi.assertRefused;
import static dev.millrace.webhook.WebhookApi.create;
import static dev.millrace.webhook.WebhookApi.deliveries;
import static dev.millrace.webhook.WebhookApi.mlflows;
import static dev.millrace.webhook.WebhookApi.ours;
import static dev.millrace.webhook.WebhookApi.post;
import static dev.millrace.webhook.WebhookApi.send;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.webhook.EventType;
import dev.millrace.registry.webhook.WebhookEvents;
import dev.millrace.testing.Await;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server as it is without any setting of webhooks. */
@QuarkusTest
@QuarkusTestResource(PostgresResource.class)
class WebhookSafetyTest {

  private static final String URL = "https://93.184.216.34/hook";

  @Inject DataSource database;
  @Inject WebhookEvents events;

  @Test
  void httpIsRefused() {
    assertRefused(
        send("POST", WEBHOOKS, mlflows("http://93.184.216.34/", "PROMPT.CREATED")),
        400,
        "Invalid webhook URL scheme: 'http'. Allowed schemes are: https.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/",
        "https://localhost/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://[::1]/",
        "https://[fe80::1]/",
        "https://[fd00::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://224.0.0.1/",
        "https://2130706433/"
      })
  void addressesThatAreNotPublicAreRefused(String url) {
    assertRefused(
        send("POST", WEBHOOKS, mlflows(url, "PROMPT.CREATED")),
        400,
        "Webhook URL must not resolve to a non-public IP address.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void aNameThatCameToResolveToLoopbackIsNotConnectedTo(String host) throws Exception {
    try (ServerSocket internal = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String id = create(ours(URL, "run.finished"));
      // The name resolved to a public address when the webhook was made, and does not any more.
      Sql.execute(
          database,
          "UPDATE webhooks SET url = 'https://"
              + host
              + ":"
              + internal.getLocalPort()
              + "/' WHERE webhook_id = '"
              + id
              + "'");
      QuarkusTransaction.requiringNew()
          .run(() -> events.publish(EventType.RUN_FINISHED, WebhookEvents.data()));
      Await.until(
          "the delivery to be refused",
          () -> "FAILED".equals(deliveries(id).getString("deliveries[0].status")));
      assertThat(deliveries(id).getMap("deliveries[0]"))
          .containsEntry("attempts", 1)
          .hasEntrySatisfying(
              "error", error -> assertThat(error.toString()).contains("connection blocked"));
      assertThat(post(OURS + "/" + id + "/test", Map.of()).getString("result.error_message"))
          .contains("is not a public IP address");
      internal.setSoTimeout(100);
      boolean connected;
      try {
        internal.accept().close();
        connected = true;
      } catch (SocketTimeoutException e) {
        connected = false;
      }
      assertThat(connected).isFalse();
      Sql.execute(database, "DELETE FROM webhooks WHERE webhook_id = '" + id + "'");
    }
  }

  @Test
  void aSecretIsRefusedWhereThereIsNoKeyToKeepItUnder() {
    Map<String, Object> request = mlflows(URL, "PROMPT.CREATED");
    request.put("secret", "very secret");
    var refused = send("POST", WEBHOOKS, request);
    assertRefused(refused, 400, "millrace.webhooks.secret-key");
    assertThat(refused.asString()).doesNotContain("very secret");
  }
}
