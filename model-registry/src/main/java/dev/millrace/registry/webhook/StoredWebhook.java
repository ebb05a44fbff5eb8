package dev.millrace.registry.webhook;

import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.MetricThreshold;
import dev.millrace.core.webhook.WebhookFormat;
import dev.millrace.core.webhook.WebhookStatus;
import dev.millrace.registry.webhook.delivery.Receiver;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A webhook as it is kept. */
record StoredWebhook(
    long key,
    String name,
    @Nullable String description,
    List<EventType> events,
    WebhookStatus status,
    @Nullable MetricThreshold threshold,
    long createdAtMillis,
    long lastUpdatedAtMillis,
    Receiver receiver) {

  String id() {
    return receiver.webhookId();
  }

  WebhookFormat format() {
    return receiver.format();
  }
}
