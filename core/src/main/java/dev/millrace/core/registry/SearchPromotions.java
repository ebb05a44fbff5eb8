package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code GET /api/millrace/v1/promotions}: the moves of a model's aliases, newest first. */
public record SearchPromotions(
    @Nullable String modelName,
    @Nullable String alias,
    @Nullable Long maxResults,
    @Nullable String pageToken) {

  public record Response(List<Promotion> promotions, @Nullable String nextPageToken) {}
}
