package dev.millrace.registry.webhook.delivery;

import dev.millrace.core.webhook.WebhookFormat;
import org.jspecify.annotations.Nullable;

/**
 * Where deliveries of a webhook go, and how.
 *
 * @param sealedSecret absent where they are not signed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Receiver(
    String webhookId, String url, WebhookFormat format, byte @Nullable [] sealedSecret) {

  /** Without the secret, though it is encrypted. */
  @Override
  public String toString() {
    return "Receiver[" + webhookId + "]";
  }
}
