package dev.millrace.client;

import dev.millrace.core.artifact.BlockStream;
import dev.millrace.core.data.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;

/** Hashes what is read; its end is reached only where that is what was expected. */
final class VerifiedStream extends BlockStream {

  private final MessageDigest digest = Sha256.newDigest();
  private final byte[] expected;
  private final String name;
  private boolean verified;

  VerifiedStream(InputStream in, byte[] expected, String name) {
    super(in);
    this.expected = expected;
    this.name = name;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    if (read > 0) {
      digest.update(buffer, offset, read);
    } else if (read < 0 && !verified) {
      verify();
    }
    return read;
  }

  private void verify() throws IOException {
    if (!Arrays.equals(digest.digest(), expected)) {
      throw new IOException(name + " did not arrive as it is stored: its SHA-256 is another one.");
    }
    verified = true;
  }
}
