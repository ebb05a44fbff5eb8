package dev.millrace.artifacts;

import dev.millrace.core.artifact.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A whole object on its way out. The last bytes leave only when length and checksum are those of
 * the manifest, so a reader that counts never takes damaged bytes for the file.
 */
final class VerifiedStream extends BlockStream {

  private final StoredArtifact artifact;
  private final ContentCheck check;
  private long count;

  VerifiedStream(InputStream object, StoredArtifact artifact, ContentCheck check) {
    super(object);
    this.artifact = artifact;
    this.check = check;
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
    check.update(buffer, offset, read);
    count += read;
    if (count == artifact.sizeBytes() && !check.matches()) {
      throw damaged("its checksum is not the one it was stored with");
    }
    return read;
  }

  private IOException damaged(String how) {
    return new IOException(
        "object %s of '%s' is damaged: %s".formatted(artifact.objectKey(), artifact.path(), how));
  }
}
