package dev.millrace.core.webhook;

import org.jspecify.annotations.Nullable;

/**
 * How a test went.
 *
 * @param responseBody the beginning of it, at most 64 KiB
 * @param errorMessage why there was no response
 */
public record WebhookTestResult(
    boolean success,
    @Nullable Integer responseStatus,
    @Nullable String responseBody,
    @Nullable String errorMessage) {}
