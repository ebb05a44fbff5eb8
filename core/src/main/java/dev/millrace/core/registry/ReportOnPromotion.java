package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/millrace/v1/promotions/requests/{id}/approve}, {@code …/refuse} and {@code
 * …/checks/{name}}.
 *
 * @param passed of a check: whether it passed
 * @param url of a check: where its results are
 */
public record ReportOnPromotion(
    @Nullable String comment, @Nullable Boolean passed, @Nullable String url) {}
