package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/millrace/v1/webhooks}, and {@code PATCH …/{id}}, where what is absent stays as
 * it is.
 *
 * @param secret empty for none
 */
public record SubscriptionRequest(
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
    return "SubscriptionRequest[name=" + name + "]";
  }
}
