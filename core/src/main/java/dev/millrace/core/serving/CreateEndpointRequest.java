package dev.millrace.core.serving;

import org.jspecify.annotations.Nullable;

/**
 * Opens an endpoint that follows an alias of a registered model; the alias is {@code champion}
 * where none is named.
 */
public record CreateEndpointRequest(
    @Nullable String name, @Nullable String modelName, @Nullable String alias) {}
