package dev.millrace.serving.deployment;

/**
 * An endpoint as it was opened.
 *
 * @param createdAtMillis since the epoch
 */
public record EndpointSpec(
    long endpointId, String name, String modelName, String alias, long createdAtMillis) {}
