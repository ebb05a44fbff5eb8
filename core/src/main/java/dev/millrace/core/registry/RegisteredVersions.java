package dev.millrace.core.registry;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Answers what registered model versions there are. */
public interface RegisteredVersions {

  /**
   * A version with the folder of its files.
   *
   * @param artifactRoot absent where it is a prompt
   */
  record RegisteredVersion(ModelVersion version, @Nullable String artifactRoot) {}

  /** The version of that number, or empty. */
  Optional<RegisteredVersion> findVersion(String modelName, int version);

  /** The highest version that was made of a run or of a logged model; one of them is null. */
  OptionalInt newestVersionOf(String modelName, @Nullable String runId, @Nullable String modelId);
}
