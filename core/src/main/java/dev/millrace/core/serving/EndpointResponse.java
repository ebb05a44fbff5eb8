package dev.millrace.core.serving;

/** Answer to opening and reading an endpoint. */
public record EndpointResponse(Endpoint endpoint) {}
