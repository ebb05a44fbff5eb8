package dev.millrace.serving.deployment;

import org.jspecify.annotations.Nullable;

/**
 * A key that an endpoint can be asked with.
 *
 * @param hash of the secret: {@link KeySecret#hash}
 * @param prefix how the secret begins
 * @param requestsPerSecond that it may make of this server; null where there is no bound
 * @param expiresAtMillis since the epoch; null where it does not
 */
public record KeySpec(
    String name,
    String hash,
    String prefix,
    @Nullable Double requestsPerSecond,
    long createdAtMillis,
    @Nullable Long expiresAtMillis) {}
