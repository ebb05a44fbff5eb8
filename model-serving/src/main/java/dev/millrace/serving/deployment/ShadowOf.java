package dev.millrace.serving.deployment;

/** A variant that requests are mirrored to: of the endpoint of that id, by its name. */
public record ShadowOf(long endpointId, String variant) {}
