package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * An hour of kept requests that was written to the artifact store.
 *
 * @param windowStart its first millisecond since the epoch
 * @param windowEnd the first millisecond behind it
 * @param exportedAt when it was written, in milliseconds since the epoch
 * @param requests how many there were
 * @param jsonl the file in JSON Lines, {@code mlflow-artifacts:/…}; absent where there is none
 * @param parquet the same in Parquet; absent where there is none
 */
public record RequestLogExport(
    long windowStart,
    long windowEnd,
    long exportedAt,
    long requests,
    @Nullable String jsonl,
    @Nullable String parquet) {}
