package dev.millrace.core.registry;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /api/millrace/v1/promotions}: the history of a model's aliases, newest first.
 *
 * @param modelName absent: of every model
 * @param onlyMoves whether promotions that came to nothing are left out
 */
public record SearchPromotions(
    @Nullable String modelName,
    @Nullable String alias,
    @Nullable Boolean onlyMoves,
    @Nullable Long maxResults,
    @Nullable String pageToken) {

  public record Response(List<Promotion> promotions, @Nullable String nextPageToken) {}
}
