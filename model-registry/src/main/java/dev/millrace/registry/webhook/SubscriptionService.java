package dev.millrace.registry.webhook;

import dev.millrace.core.webhook.ListSubscriptions;
import dev.millrace.core.webhook.Subscription;
import dev.millrace.core.webhook.SubscriptionRequest;
import dev.millrace.core.webhook.TestSubscription;
import dev.millrace.core.webhook.WebhookTestResult;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Webhooks with all that they have. */
@ApplicationScoped
public class SubscriptionService {

  private final WebhookEditor webhooks;

  SubscriptionService(WebhookEditor webhooks) {
    this.webhooks = webhooks;
  }

  public Subscription create(SubscriptionRequest request) {
    return shown(webhooks.create(wanted(request)));
  }

  public ListSubscriptions.Response list(ListSubscriptions request) {
    WebhookEditor.Page page =
        webhooks.list(EventScope.ALL, request.maxResults(), request.pageToken());
    return new ListSubscriptions.Response(
        page.webhooks().stream().map(SubscriptionService::shown).toList(), page.nextPageToken());
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

  private static Subscription shown(StoredWebhook webhook) {
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
        webhook.createdAtMillis(),
        webhook.lastUpdatedAtMillis());
  }
}
