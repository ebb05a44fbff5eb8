package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * Makes a key for an endpoint.
 *
 * @param requestsPerSecond how many requests it may make of each server; none where there is no
 *     bound
 * @param expiresAt milliseconds since the epoch; none where it does not
 */
public record CreateEndpointKeyRequest(
    @Nullable String name, @Nullable Double requestsPerSecond, @Nullable Long expiresAt) {}
