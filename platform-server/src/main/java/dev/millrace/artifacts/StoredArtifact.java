package dev.millrace.artifacts;

/**
 * One row of the manifest.
 *
 * @param sha256 lower-case hex
 */
record StoredArtifact(
    ArtifactPath path,
    String objectKey,
    long sizeBytes,
    String sha256,
    String contentType,
    long createdAtMillis) {}
