package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/2.0/mlflow/webhooks}. */
public record CreateWebhook(
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
    return "CreateWebhook[name=" + name + "]";
  }
}
