package dev.millrace.core.webhook;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/millrace/v1/webhooks/{id}/test}: sends an example of an event once.
 *
 * @param event absent for the webhook's first
 */
public record TestSubscription(@Nullable EventType event) {

  public record Response(WebhookTestResult result) {}
}
