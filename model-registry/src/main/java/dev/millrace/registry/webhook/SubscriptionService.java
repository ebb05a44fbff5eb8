package dev.millrace.registry.webhook;

import dev.millrace.core.page.Page;
import dev.millrace.core.webhook.Delivery;
import dev.millrace.core.webhook.ListSubscriptions;
import dev.millrace.core.webhook.Subscription;
import dev.millrace.core.webhook.SubscriptionRequest;
import dev.millrace.core.webhook.TestSubscription;
import dev.millrace.core.webhook.WebhookTestResult;
import dev.millrace.registry.webhook.delivery.DeliveryService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Webhooks with all that they have. */
@ApplicationScoped
public class SubscriptionService {

  private final WebhookEditor webhooks;
  private final DeliveryService deliveries;

  SubscriptionService(WebhookEditor webhooks, DeliveryService deliveries) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
  }

  public Subscription create(SubscriptionRequest request) {
    return shown(webhooks.create(wanted(request)));
  }

  public ListSubscriptions.Response list(ListSubscriptions request) {
    Page<StoredWebhook> page =
        webhooks.list(EventScope.ALL, request.maxResults(), request.pageToken());
    return new ListSubscriptions.Response(shown(page.items()), page.nextPageToken());
  }

  public Subscription get(String webhookId) {
    return shown(webhooks.get(webhookId, EventScope.ALL));
  }

  public Subscription update(String webhookId, SubscriptionRequest request) {
    return shown(webhooks.update(webhookId, EventScope.ALL, wanted(request)));
  }

  public void delete(String webhookId) {
    webhooks.delete(webhookId, EventScope.ALL);
  }

  public WebhookTestResult test(String webhookId, @Nullable TestSubscription request) {
    return webhooks.test(webhookId, EventScope.ALL, request == null ? null : request.event());
  }

  private static WebhookChange wanted(SubscriptionRequest request) {
    return new WebhookChange(
        request.name(),
        request.description(),
        request.url(),
        request.events(),
        request.secret(),
        request.status(),
        request.format(),
        request.threshold());
  }

  private Subscription shown(StoredWebhook webhook) {
    return shown(List.of(webhook)).get(0);
  }

  private List<Subscription> shown(List<StoredWebhook> found) {
    Map<String, Delivery> newest =
        deliveries.newest(found.stream().map(StoredWebhook::id).toList());
    return found.stream().map(webhook -> shown(webhook, newest.get(webhook.id()))).toList();
  }

  private static Subscription shown(StoredWebhook webhook, @Nullable Delivery lastDelivery) {
    return new Subscription(
        webhook.id(),
        webhook.name(),
        webhook.description(),
        webhook.receiver().url(),
        webhook.events(),
        webhook.status(),
        webhook.format(),
        webhook.receiver().sealedSecret() != null,
        webhook.threshold(),
        lastDelivery,
        webhook.createdAtMillis(),
        webhook.lastUpdatedAtMillis());
  }
}
