package dev.millrace.core.artifact;

/**
 * One complete file below an artifact root.
 *
 * @param path relative to the root, parts separated by {@code /}
 * @param sizeBytes length in bytes
 * @param sha256 lower-case hex SHA-256 of the content
 */
public record ArtifactEntry(String path, long sizeBytes, String sha256) {}
