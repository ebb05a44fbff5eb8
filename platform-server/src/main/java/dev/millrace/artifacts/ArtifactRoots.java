package dev.millrace.artifacts;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.VersionDirectory;
import dev.millrace.core.tracking.SourceDirectory;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds where runs, logged models and model versions keep their files, or says they are unknown.
 */
@Singleton
final class ArtifactRoots {

  private final SourceDirectory sources;
  private final VersionDirectory versions;

  ArtifactRoots(SourceDirectory sources, VersionDirectory versions) {
    this.sources = sources;
    this.versions = versions;
  }

  String requireOfRun(@Nullable String runId) {
    return (runId == null ? Optional.<String>empty() : sources.artifactUriOfRun(runId))
        .orElseThrow(
            // MLflow: a missing id is the run 'None'.
            () ->
                MlflowException.notFound(
                    "Run with id=%s not found".formatted(runId == null ? "None" : runId)));
  }

  String requireOfLoggedModel(String modelId) {
    return sources
        .artifactUriOfLoggedModel(modelId)
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    "Logged model with ID '%s' not found.".formatted(modelId)));
  }

  String requireOfModelVersion(@Nullable String name, @Nullable String version) {
    return versions.requireArtifactRoot(name, version);
  }
}
