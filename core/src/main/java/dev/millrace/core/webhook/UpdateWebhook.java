package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code PATCH /api/2.0/mlflow/webhooks/{id}}: what is absent stays as it is. */
public record UpdateWebhook(
    @Nullable String name,
    @Nullable String description,
    @Nullable String url,
    @Nullable List<WebhookEvent> events,
    @Nullable String secret,
    @Nullable WebhookStatus status) {

  public record Response(Webhook webhook) {}

  /** Without the secret, so that no log has it. */
  @Override
  public String toString() {
    return "UpdateWebhook[name=" + name + "]";
  }
}
