package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/millrace/v1/webhooks}, newest first. */
public record ListSubscriptions(@Nullable Long maxResults, @Nullable String pageToken) {

  public record Response(List<Subscription> webhooks, @Nullable String nextPageToken) {}
}
