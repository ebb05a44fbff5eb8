package dev.millrace.registry.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.page.NewestFirst;
import dev.millrace.core.page.Page;
import dev.millrace.core.validation.Require;
import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.WebhookFormat;
import dev.millrace.core.webhook.WebhookStatus;
import dev.millrace.core.webhook.WebhookTestResult;
import dev.millrace.registry.webhook.delivery.AllowedDestinations;
import dev.millrace.registry.webhook.delivery.Attempt;
import dev.millrace.registry.webhook.delivery.Message;
import dev.millrace.registry.webhook.delivery.Receiver;
import dev.millrace.registry.webhook.delivery.SecretBox;
import dev.millrace.registry.webhook.delivery.WebhookSender;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What MLflow's routes and ours do alike. Names of hosts are looked up, and tests are sent, while
 * no transaction is open.
 */
@ApplicationScoped
class WebhookEditor {

  private static final int DEFAULT_MAX_RESULTS = 100;
  private static final String ORDER = "webhook DESC";

  private final WebhookRows webhooks;
  private final AllowedDestinations destinations;
  private final SecretBox secrets;
  private final WebhookSender sender;
  private final MetricThresholds thresholds;

  WebhookEditor(
      WebhookRows webhooks,
      AllowedDestinations destinations,
      SecretBox secrets,
      WebhookSender sender,
      MetricThresholds thresholds) {
    this.webhooks = webhooks;
    this.destinations = destinations;
    this.secrets = secrets;
    this.sender = sender;
    this.thresholds = thresholds;
  }

  StoredWebhook create(WebhookChange wanted) {
    String name = WebhookRules.name(Require.text(wanted.name(), "name"));
    String url = Require.text(wanted.url(), "url");
    destinations.requireAllowed(url);
    List<EventType> events = WebhookRules.events(Require.present(wanted.events(), "events"));
    String id = UUID.randomUUID().toString();
    long now = System.currentTimeMillis();
    StoredWebhook webhook =
        new StoredWebhook(
            0,
            name,
            description(wanted.description()),
            events,
            or(wanted.status(), WebhookStatus.ACTIVE),
            wanted.threshold(),
            now,
            now,
            new Receiver(
                id, url, or(wanted.format(), WebhookFormat.MLFLOW), sealed(wanted.secret(), id)));
    WebhookRules.threshold(events, webhook.threshold());
    webhooks.add(webhook);
    thresholds.forget();
    return webhook;
  }

  /** Changes a webhook; the events of the scope are replaced, others stay. */
  StoredWebhook update(String id, EventScope scope, WebhookChange wanted) {
    webhooks.require(id, scope);
    String name = emptyToNull(wanted.name());
    if (name != null) {
      WebhookRules.name(name);
    }
    String url = emptyToNull(wanted.url());
    if (url != null) {
      destinations.requireAllowed(url);
    }
    StoredWebhook updated = webhooks.update(id, scope, old -> merged(old, scope, wanted));
    thresholds.forget();
    return updated;
  }

  StoredWebhook get(String id, EventScope scope) {
    return webhooks.require(id, scope);
  }

  void delete(String id, EventScope scope) {
    webhooks.delete(id, scope);
    thresholds.forget();
  }

  Page<StoredWebhook> list(
      EventScope scope, @Nullable Long maxResults, @Nullable String pageToken) {
    int most = maxResults(maxResults);
    List<StoredWebhook> found =
        webhooks.list(scope, NewestFirst.before(pageToken, ORDER), most + 1);
    return NewestFirst.page(found, most, StoredWebhook::key, ORDER);
  }

  /** Sends an example once, whether or not the webhook is active. */
  WebhookTestResult test(String id, EventScope scope, @Nullable EventType event) {
    StoredWebhook webhook = webhooks.require(id, scope);
    EventType sent =
        event != null
            ? event
            : webhook.events().stream().filter(scope::covers).findFirst().orElseThrow();
    Attempt attempt =
        sender.send(
            webhook.receiver(),
            new Message(
                UUID.randomUUID().toString(),
                UUID.randomUUID().toString(),
                sent,
                System.currentTimeMillis(),
                example(sent)));
    return new WebhookTestResult(
        attempt.delivered(),
        attempt.httpStatus(),
        attempt.body(),
        attempt.httpStatus() == null ? "Failed to test webhook: " + attempt.error() : null);
  }

  private StoredWebhook merged(StoredWebhook old, EventScope scope, WebhookChange wanted) {
    List<EventType> events = old.events();
    if (wanted.events() != null && !wanted.events().isEmpty()) {
      events =
          WebhookRules.events(
              Stream.concat(
                      wanted.events().stream(),
                      old.events().stream().filter(event -> !scope.covers(event)))
                  .toList());
    }
    Receiver receiver = old.receiver();
    StoredWebhook webhook =
        new StoredWebhook(
            old.key(),
            or(emptyToNull(wanted.name()), old.name()),
            wanted.description() == null ? old.description() : description(wanted.description()),
            events,
            or(wanted.status(), old.status()),
            wanted.threshold() == null ? old.threshold() : wanted.threshold(),
            old.createdAtMillis(),
            System.currentTimeMillis(),
            new Receiver(
                old.id(),
                or(emptyToNull(wanted.url()), receiver.url()),
                or(wanted.format(), receiver.format()),
                wanted.secret() == null
                    ? receiver.sealedSecret()
                    : sealed(wanted.secret(), old.id())));
    WebhookRules.threshold(events, webhook.threshold());
    return webhook;
  }

  private byte @Nullable [] sealed(@Nullable String secret, String webhookId) {
    if (secret == null || secret.isEmpty()) {
      return null;
    }
    WebhookRules.secret(secret);
    return secrets.seal(secret, webhookId);
  }

  // MLflow: an empty description is left out.
  private static @Nullable String description(@Nullable String description) {
    return description == null || description.isEmpty()
        ? null
        : WebhookRules.description(description);
  }

  private static <T> T or(@Nullable T wanted, T otherwise) {
    return wanted == null ? otherwise : wanted;
  }

  // MLflow: an empty text changes nothing, as protobuf cannot tell it from an absent one.
  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static int maxResults(@Nullable Long requested) {
    // MLflow: 0 is the default.
    return NewestFirst.maxResults(
        requested != null && requested == 0 ? null : requested, DEFAULT_MAX_RESULTS);
  }

  private static String example(EventType event) {
    try {
      return MlflowJson.mapper().writeValueAsString(ExampleEvents.of(event));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An example could not be written.", e);
    }
  }
}
