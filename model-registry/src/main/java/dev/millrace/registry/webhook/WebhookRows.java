package dev.millrace.registry.webhook;

import dev.millrace.core.error.MlflowException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads and writes of webhooks, each a transaction of its own. */
@ApplicationScoped
@Transactional
class WebhookRows {

  private final WebhookStore webhooks;

  WebhookRows(WebhookStore webhooks) {
    this.webhooks = webhooks;
  }

  void add(StoredWebhook webhook) {
    webhooks.add(webhook);
  }

  StoredWebhook require(String id, EventScope scope) {
    return found(webhooks.find(id, scope), id);
  }

  List<StoredWebhook> list(EventScope scope, long beforeKey, int mostRows) {
    return webhooks.list(scope, beforeKey, mostRows);
  }

  /** Makes of a webhook what the change makes of it, one change after the other. */
  StoredWebhook update(String id, EventScope scope, UnaryOperator<StoredWebhook> change) {
    StoredWebhook changed = change.apply(found(webhooks.lock(id, scope), id));
    webhooks.update(changed);
    return changed;
  }

  void delete(String id, EventScope scope) {
    webhooks.delete(require(id, scope).key());
  }

  private static StoredWebhook found(Optional<StoredWebhook> webhook, String id) {
    return webhook.orElseThrow(
        () -> MlflowException.notFound("Webhook with ID " + id + " not found."));
  }
}
