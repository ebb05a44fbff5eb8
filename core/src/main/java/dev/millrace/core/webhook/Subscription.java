package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook as our routes show it, with what MLflow's do not know. Times are milliseconds.
 *
 * @param signed whether it has a secret
 * @param threshold what {@code metric.threshold_crossed} waits for
 * @param lastDelivery the newest that is kept; absent where there is none
 */
public record Subscription(
    String webhookId,
    String name,
    @Nullable String description,
    String url,
    List<EventType> events,
    WebhookStatus status,
    WebhookFormat format,
    boolean signed,
    @Nullable MetricThreshold threshold,
    @Nullable Delivery lastDelivery,
    long creationTimestamp,
    long lastUpdatedTimestamp) {

  public record Response(Subscription webhook) {}
}
