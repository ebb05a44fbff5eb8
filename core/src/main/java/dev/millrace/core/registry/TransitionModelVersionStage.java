package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** {@code POST model-versions/transition-stage}. */
public record TransitionModelVersionStage(
    @Nullable String name,
    @Nullable String version,
    @Nullable String stage,
    @Nullable Boolean archiveExistingVersions) {

  public record Response(ModelVersion modelVersion) {}
}
