package dev.millrace.artifacts;

import dev.millrace.core.artifact.BlockStream;
import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Counts and hashes what an upload brings, and remembers whether it broke off. */
final class UploadStream extends BlockStream {

  private static final int HEAD_BYTES = 512;

  /**
   * A file that arrived whole.
   *
   * @param sha256 lower-case hex
   * @param md5 16 bytes; null where it was not asked for
   * @param head its first bytes, at most 512
   */
  record Received(long sizeBytes, String sha256, int crc32c, byte @Nullable [] md5, byte[] head) {}

  private final MessageDigest sha256 = Sha256.newDigest();
  private final CRC32C crc32c = new CRC32C();
  private final @Nullable MessageDigest md5;
  private final byte[] head = new byte[HEAD_BYTES];
  private long count;
  private boolean brokenOff;

  UploadStream(InputStream body, boolean withMd5) {
    super(body);
    this.md5 = withMd5 ? newMd5() : null;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      if (read > 0) {
        sha256.update(buffer, offset, read);
        crc32c.update(buffer, offset, read);
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

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /**
   * An object that is in the store already, read once to know it.
   *
   * @throws IOException where it has another size
   */
  static Received ofObject(ArtifactRepository repository, String objectKey, long sizeBytes)
      throws IOException {
    try (InputStream content = repository.read(objectKey);
        UploadStream stream = new UploadStream(content, false)) {
      stream.transferTo(OutputStream.nullOutputStream());
      if (stream.count() != sizeBytes) {
        throw new IOException(
            "object %s has %d bytes, not %d".formatted(objectKey, stream.count(), sizeBytes));
      }
      return stream.received();
    }
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
        Sha256.hex(sha256),
        (int) crc32c.getValue(),
        md5 == null ? null : md5.digest(),
        Arrays.copyOf(head, (int) Math.min(count, head.length)));
  }
}
