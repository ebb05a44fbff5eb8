package dev.millrace.core.tracking;

import org.jspecify.annotations.Nullable;

/** A dataset that runs of an experiment read. */
public record DatasetSummary(
    String experimentId, String name, String digest, @Nullable String context) {}
