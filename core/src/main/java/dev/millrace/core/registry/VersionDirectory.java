package dev.millrace.core.registry;

import org.jspecify.annotations.Nullable;

/** Answers where a registered model version keeps its files. */
public interface VersionDirectory {

  /**
   * URI of the folder of a version, by name and number as they came from the caller.
   *
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where the name is
   *     absent or the version is no number, RESOURCE_DOES_NOT_EXIST where there is no such version
   */
  String requireArtifactRoot(@Nullable String modelName, @Nullable String version);
}
