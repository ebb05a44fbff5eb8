package dev.millrace.core.tracking;

/** A model that a run logged, before any registration. */
public record LoggedModel(LoggedModelInfo info, LoggedModelData data) {}
