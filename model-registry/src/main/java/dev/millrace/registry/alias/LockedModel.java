package dev.millrace.registry.alias;

/** A registered model whose row this transaction has locked. */
public record LockedModel(long id, String name) {}
