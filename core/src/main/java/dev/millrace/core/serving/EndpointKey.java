package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * A key that an endpoint can be asked with. The secret itself is told once, when the key is made.
 *
 * @param name what it is called, once for each endpoint
 * @param prefix how the secret begins
 * @param requestsPerSecond how many requests it may make of each server; absent where there is no
 *     bound
 * @param createdAt milliseconds since the epoch
 * @param expiresAt milliseconds since the epoch; absent where it does not
 */
public record EndpointKey(
    String name,
    String prefix,
    @Nullable Double requestsPerSecond,
    long createdAt,
    @Nullable Long expiresAt) {}
