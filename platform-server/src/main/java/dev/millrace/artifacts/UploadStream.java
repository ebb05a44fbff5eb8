package dev.millrace.artifacts;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Counts and hashes what an upload brings, and remembers whether it broke off. */
final class UploadStream extends FilterInputStream {

  private final MessageDigest digest = Sha256.newDigest();
  private long count;
  private boolean brokenOff;

  UploadStream(InputStream body) {
    super(body);
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
        digest.update(buffer, offset, read);
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

  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
