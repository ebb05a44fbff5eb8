package dev.millrace.core.artifact;

import org.jspecify.annotations.Nullable;

/**
 * Asks for the artifacts of a logged model; the answer is a {@link ListArtifacts.Response}.
 *
 * @param artifactDirectoryPath folder below the model's root; absent for the root itself
 */
public record ListLoggedModelArtifacts(@Nullable String artifactDirectoryPath) {}
