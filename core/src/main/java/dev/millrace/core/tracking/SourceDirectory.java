package dev.millrace.core.tracking;

import java.util.Optional;

/**
 * Answers where runs and logged models keep their artifacts; the registry resolves sources by it.
 */
public interface SourceDirectory {

  /** Artifact root of a run, or empty where there is no such run. */
  Optional<String> artifactUriOfRun(String runId);

  /** Artifact root of a logged model ({@code m-…}), or empty where there is no such model. */
  Optional<String> artifactUriOfLoggedModel(String modelId);

  /** The run that logged the model, or empty where there is none or it is not known. */
  default Optional<String> sourceRunOfLoggedModel(String modelId) {
    return Optional.empty();
  }

  /**
   * As {@link #artifactUriOfRun}, and keeps the run from being purged until the caller's
   * transaction ends: what it writes about those artifacts is seen by a purge before one begins.
   */
  default Optional<String> holdArtifactsOfRun(String runId) {
    return artifactUriOfRun(runId);
  }

  /** As {@link #holdArtifactsOfRun}, for a logged model. */
  default Optional<String> holdArtifactsOfLoggedModel(String modelId) {
    return artifactUriOfLoggedModel(modelId);
  }
}
