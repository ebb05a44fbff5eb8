package dev.millrace.registry.webhook;

import dev.millrace.core.webhook.EventType;
import dev.millrace.core.webhook.MetricThreshold;
import dev.millrace.core.webhook.WebhookFormat;
import dev.millrace.core.webhook.WebhookStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request wants a webhook to be; null leaves as it is. */
record WebhookChange(
    @Nullable String name,
    @Nullable String description,
    @Nullable String url,
    @Nullable List<EventType> events,
    @Nullable String secret,
    @Nullable WebhookStatus status,
    @Nullable WebhookFormat format,
    @Nullable MetricThreshold threshold) {

  /** Without the secret, so that no log has it. */
  @Override
  public String toString() {
    return "WebhookChange[name=" + name + "]";
  }
}
