package dev.millrace.artifacts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts and hashes what an upload brings, and remembers whether it broke off. */
final class UploadStream extends FilterInputStream {

  private static final int HEAD_BYTES = 512;

  /**
   * A file that arrived whole.
   *
   * @param sha256 lower-case hex
   * @param md5 16 bytes; null where it was not asked for
   * @param head its first bytes, at most 512
   */
  record Received(long sizeBytes, String sha256, byte @Nullable [] md5, byte[] head) {}

  private final MessageDigest sha256 = MessageDigests.sha256();
  private final @Nullable MessageDigest md5;
  private final byte[] head = new byte[HEAD_BYTES];
  private long count;
  private boolean brokenOff;

  UploadStream(InputStream body, boolean withMd5) {
    super(body);
    this.md5 = withMd5 ? MessageDigests.md5() : null;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        sha256.update(buffer, offset, read);
        if (md5 != null) {
          md5.update(buffer, offset, read);
        }
        if (count < head.length) {
          int wanted = (int) Math.min(read, head.length - count);
          System.arraycopy(buffer, offset, head, (int) count, wanted);
        }
        count += read;
      }
      return read;
    } catch (IOException e) {
      brokenOff = true;
      throw e;
    }
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  long count() {
    return count;
  }

  /** Whether a failure of the upload was the sender's, not the store's. */
  boolean brokenOff() {
    return brokenOff;
  }

  /** Of all that was read; to be asked once. */
  Received received() {
    return new Received(
        count,
        HexFormat.of().formatHex(sha256.digest()),
        md5 == null ? null : md5.digest(),
        Arrays.copyOf(head, (int) Math.min(count, head.length)));
  }
}
