package dev.millrace.core.serving;

/**
 * An hour of kept requests that was written to the artifact store.
 *
 * @param windowStart its first millisecond since the epoch
 * @param windowEnd the first millisecond behind it
 * @param exportedAt when it was written, in milliseconds since the epoch
 * @param requests how many there were
 * @param jsonl the file in JSON Lines, {@code mlflow-artifacts:/…}
 * @param parquet the same in Parquet
 */
public record RequestLogExport(
    long windowStart,
    long windowEnd,
    long exportedAt,
    long requests,
    String jsonl,
    String parquet) {}
