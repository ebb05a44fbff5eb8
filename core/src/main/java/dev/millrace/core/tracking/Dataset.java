package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/**
 * A dataset that runs read.
 *
 * @param digest hash of the content as its logger computed it; equal digests mean equal data
 * @param schema JSON text, as the logger wrote it
 * @param profile JSON text, as the logger wrote it
 */
public record Dataset(
    @Nullable String name,
    @Nullable String digest,
    @Nullable String sourceType,
    @Nullable String source,
    @Nullable String schema,
    @Nullable String profile) {}
