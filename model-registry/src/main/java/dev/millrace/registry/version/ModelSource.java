package dev.millrace.registry.version;

import org.jspecify.annotations.Nullable;

/**
 * Where a version comes from.
 *
 * @param uri as callers see it
 * @param artifactRoot the folder with the {@code MLmodel} file; absent for a prompt
 */
record ModelSource(
    String uri, @Nullable String artifactRoot, @Nullable String runId, @Nullable String modelId) {}
