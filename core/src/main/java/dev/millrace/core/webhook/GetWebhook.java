package dev.millrace.core.webhook;

/** {@code GET /api/2.0/mlflow/webhooks/{id}}. */
public record GetWebhook() {

  public record Response(Webhook webhook) {}
}
