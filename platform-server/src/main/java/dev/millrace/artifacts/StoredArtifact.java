package dev.millrace.artifacts;

import org.jspecify.annotations.Nullable;

/**
 * A file of the manifest and where its bytes are.
 *
 * @param objectKey of the object that holds the content, perhaps for other files too
 * @param sha256 lower-case hex
 * @param crc32c null for objects that were stored before it was noted
 */
record StoredArtifact(
    ArtifactPath path,
    String objectKey,
    long sizeBytes,
    String sha256,
    @Nullable Integer crc32c,
    String contentType,
    long createdAtMillis) {

  /** A file that is stored now. */
  static StoredArtifact of(ArtifactPath path, String objectKey, UploadStream.Received received) {
    return new StoredArtifact(
        path,
        objectKey,
        received.sizeBytes(),
        received.sha256(),
        received.crc32c(),
        ContentTypes.of(path.name(), received.head()),
        System.currentTimeMillis());
  }
}
