package dev.millrace.core.webhook;

/** {@code DELETE /api/2.0/mlflow/webhooks/{id}}. */
public record DeleteWebhook() {

  public record Response() {}
}
