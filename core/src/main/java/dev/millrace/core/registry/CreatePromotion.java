package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code POST /api/millrace/v1/promotions}; absent {@code alias} is {@code champion}. */
public record CreatePromotion(
    @Nullable String modelName,
    @Nullable String alias,
    @Nullable String version,
    @Nullable String reason) {

  public record Response(Promotion promotion) {}
}
