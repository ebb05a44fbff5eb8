package dev.millrace.artifacts;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the bytes of an object as they are read. The last ones pass only when length and
 * checksum are those of the manifest, so a reader that counts never takes damaged bytes for the
 * file.
 */
final class Verification {

  private final StoredArtifact artifact;
  private final long length;
  private final @Nullable ContentCheck check;
  private long count;

  private Verification(StoredArtifact artifact, long length, @Nullable ContentCheck check) {
    this.artifact = artifact;
    this.length = length;
    this.check = check;
  }

  /** Of the whole object. */
  static Verification of(StoredArtifact artifact, ContentCheck check) {
    return new Verification(artifact, artifact.sizeBytes(), check);
  }

  /** Of so many bytes of it, of which the manifest knows no checksum. */
  static Verification ofPart(StoredArtifact artifact, long length) {
    return new Verification(artifact, length, null);
  }

  boolean isOfWhole() {
    return length == artifact.sizeBytes();
  }

  /** How many bytes are still to come. */
  long left() {
    return length - count;
  }

  /** Takes bytes that were read, and leaves nothing in the buffer. */
  void read(ByteBuffer bytes) throws IOException {
    count += bytes.remaining();
    if (count > length) {
      throw damaged("it goes on after %d bytes".formatted(length));
    }
    if (check != null) {
      check.update(bytes);
      if (count == length && !check.matches()) {
        throw damaged("its checksum is not the one it was stored with");
      }
    }
  }

  /** The store gives no more. */
  void ended() throws IOException {
    if (count < length) {
      throw damaged("it ends after %d of %d bytes".formatted(count, length));
    }
  }

  private IOException damaged(String how) {
    return new IOException(
        "object %s of '%s' is damaged: %s".formatted(artifact.objectKey(), artifact.path(), how));
  }
}
