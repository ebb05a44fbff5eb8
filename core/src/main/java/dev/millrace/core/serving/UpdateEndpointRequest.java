package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * Changes an endpoint; what is absent stays as it is. At most one of alias, stage and version.
 *
 * @param owner an empty text takes the owner away
 * @param description an empty text takes the description away
 */
public record UpdateEndpointRequest(
    @Nullable String alias,
    @Nullable String stage,
    @Nullable String version,
    @Nullable String owner,
    @Nullable String description) {}
