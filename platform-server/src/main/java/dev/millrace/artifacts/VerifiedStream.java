package dev.millrace.artifacts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * A whole object on its way out. The last bytes leave only when length and SHA-256 are those of the
 * manifest, so a reader that counts never takes damaged bytes for the file.
 */
final class VerifiedStream extends FilterInputStream {

  private final StoredArtifact artifact;
  private final MessageDigest digest = MessageDigests.sha256();
  private long count;

  VerifiedStream(InputStream object, StoredArtifact artifact) {
    super(object);
    this.artifact = artifact;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
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
    if (count == artifact.sizeBytes()
        && !HexFormat.of().formatHex(digest.digest()).equals(artifact.sha256())) {
      throw damaged("its SHA-256 is not the one it was stored with");
    }
    return read;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(count, 8192)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private IOException damaged(String how) {
    return new IOException(
        "object %s of '%s' is damaged: %s".formatted(artifact.objectKey(), artifact.path(), how));
  }
}
