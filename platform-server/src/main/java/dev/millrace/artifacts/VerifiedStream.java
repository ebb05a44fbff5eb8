package dev.millrace.artifacts;

import dev.millrace.core.artifact.BlockStream;
import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/**
 * A whole object on its way out. The last bytes leave only when length and SHA-256 are those of the
 * manifest, so a reader that counts never takes damaged bytes for the file.
 */
final class VerifiedStream extends BlockStream {

  private final StoredArtifact artifact;
  private final MessageDigest digest = Sha256.newDigest();
  private long count;

  VerifiedStream(InputStream object, StoredArtifact artifact) {
    super(object);
    this.artifact = artifact;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (count == artifact.sizeBytes()) {
      return -1;
    }
    int read = in.read(buffer, offset, (int) Math.min(length, artifact.sizeBytes() - count));
    if (read < 0) {
      throw damaged("it ends after %d of %d bytes".formatted(count, artifact.sizeBytes()));
    }
    digest.update(buffer, offset, read);
    count += read;
    if (count == artifact.sizeBytes() && !Sha256.hex(digest).equals(artifact.sha256())) {
      throw damaged("its SHA-256 is not the one it was stored with");
    }
    return read;
  }

  private IOException damaged(String how) {
    return new IOException(
        "object %s of '%s' is damaged: %s".formatted(artifact.objectKey(), artifact.path(), how));
  }
}
