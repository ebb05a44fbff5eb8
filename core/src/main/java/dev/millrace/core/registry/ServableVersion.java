package dev.millrace.core.registry;

/**
 * What serving needs to know of a registered model version.
 *
 * @param artifactRoot URI of the folder that holds the {@code MLmodel} file, readable through
 *     {@link dev.millrace.core.artifact.ArtifactReader}
 */
public record ServableVersion(String modelName, int version, String artifactRoot) {}
