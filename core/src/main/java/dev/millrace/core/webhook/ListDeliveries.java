package dev.millrace.core.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/millrace/v1/webhooks/{id}/deliveries}, newest first. */
public record ListDeliveries(
    @Nullable DeliveryStatus status, @Nullable Long maxResults, @Nullable String pageToken) {

  public record Response(List<Delivery> deliveries, @Nullable String nextPageToken) {}
}
