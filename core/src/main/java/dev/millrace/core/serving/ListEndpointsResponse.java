package dev.millrace.core.serving;

import java.util.List;

/** Every endpoint, by name. */
public record ListEndpointsResponse(List<Endpoint> endpoints) {}
