package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A webhook as MLflow's routes show it; its secret is never shown. Times are milliseconds. */
public record Webhook(
    String webhookId,
    String name,
    @Nullable String description,
    String url,
    List<WebhookEvent> events,
    WebhookStatus status,
    long creationTimestamp,
    long lastUpdatedTimestamp) {}
