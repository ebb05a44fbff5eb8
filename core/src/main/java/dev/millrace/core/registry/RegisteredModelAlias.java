package dev.millrace.core.registry;

/** A name that points at one version of a registered model; versions are strings on the wire. */
public record RegisteredModelAlias(String alias, String version) {}
