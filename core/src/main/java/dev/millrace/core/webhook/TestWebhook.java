package dev.millrace.core.webhook;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/2.0/mlflow/webhooks/{id}/test}: sends an example of an event once.
 *
 * @param event absent for the webhook's first
 */
public record TestWebhook(@Nullable WebhookEvent event) {

  public record Response(WebhookTestResult result) {}
}
