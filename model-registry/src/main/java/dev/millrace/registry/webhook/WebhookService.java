package dev.millrace.registry.webhook;

import dev.millrace.core.page.Page;
import dev.millrace.core.validation.Require;
import dev.millrace.core.webhook.CreateWebhook;
import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.ListWebhooks;
import dev.millrace.core.webhook.TestWebhook;
import dev.millrace.core.webhook.UpdateWebhook;
import dev.millrace.core.webhook.Webhook;
import dev.millrace.core.webhook.WebhookEvent;
import dev.millrace.core.webhook.WebhookTestResult;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Webhooks as MLflow knows them: with MLflow's events only, and only those that have one. */
@ApplicationScoped
public class WebhookService {

  private final WebhookEditor webhooks;

  WebhookService(WebhookEditor webhooks) {
    this.webhooks = webhooks;
  }

  public Webhook create(CreateWebhook request) {
    Require.text(request.name(), "name");
    Require.text(request.url(), "url");
    return shown(
        webhooks.create(
            new WebhookChange(
                request.name(),
                request.description(),
                request.url(),
                events(Require.present(request.events(), "events")),
                request.secret(),
                request.status(),
                null,
                null)));
  }

  public ListWebhooks.Response list(ListWebhooks request) {
    Page<StoredWebhook> page =
        webhooks.list(EventScope.MLFLOW, request.maxResults(), request.pageToken());
    return new ListWebhooks.Response(
        page.items().stream().map(WebhookService::shown).toList(), page.nextPageToken());
  }

  public Webhook get(String webhookId) {
    return shown(webhooks.get(webhookId, EventScope.MLFLOW));
  }

  public Webhook update(String webhookId, UpdateWebhook request) {
    return shown(
        webhooks.update(
            webhookId,
            EventScope.MLFLOW,
            new WebhookChange(
                request.name(),
                request.description(),
                request.url(),
                events(Require.listOrEmpty(request.events())),
                request.secret(),
                request.status(),
                null,
                null)));
  }

  public void delete(String webhookId) {
    webhooks.delete(webhookId, EventScope.MLFLOW);
  }

  public WebhookTestResult test(String webhookId, @Nullable TestWebhook request) {
    WebhookEvent event = request == null ? null : request.event();
    return webhooks.test(
        webhookId, EventScope.MLFLOW, event == null ? null : WebhookRules.event(event, "event"));
  }

  private static List<EventType> events(List<WebhookEvent> events) {
    List<EventType> types = new ArrayList<>();
    for (WebhookEvent event : events) {
      types.add(WebhookRules.event(event, "events[" + types.size() + "]"));
    }
    return types;
  }

  private static Webhook shown(StoredWebhook webhook) {
    return new Webhook(
        webhook.id(),
        webhook.name(),
        webhook.description(),
        webhook.receiver().url(),
        webhook.events().stream().map(EventType::mlflows).flatMap(Optional::stream).toList(),
        webhook.status(),
        webhook.createdAtMillis(),
        webhook.lastUpdatedAtMillis());
  }
}
