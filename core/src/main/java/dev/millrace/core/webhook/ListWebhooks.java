package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/2.0/mlflow/webhooks}, newest first. */
public record ListWebhooks(@Nullable Long maxResults, @Nullable String pageToken) {

  public record Response(List<Webhook> webhooks, @Nullable String nextPageToken) {}
}
