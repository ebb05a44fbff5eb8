package dev.millrace.batch;

import dev.millrace.core.data.Sha256;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/** The SHA-256 of the part of a file that is read. */
final class InputHash implements AutoCloseable {

  private static final int BUFFER = 1 << 16;

  private final InputStream content;
  private final MessageDigest digest = Sha256.newDigest();
  private long position;

  InputHash(Path file) throws IOException {
    this.content = new BufferedInputStream(Files.newInputStream(file), BUFFER);
  }

  /**
   * The hash of the file up to this position, which never goes back.
   *
   * @throws EOFException where the file is shorter
   */
  String upTo(long end) throws IOException {
    byte[] buffer = new byte[BUFFER];
    while (position < end) {
      int read = content.read(buffer, 0, (int) Math.min(buffer.length, end - position));
      if (read < 0) {
        throw new EOFException("The file is shorter than it was.");
      }
      digest.update(buffer, 0, read);
      position += read;
    }
    try {
      return Sha256.hex((MessageDigest) digest.clone());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 of the JDK can be cloned.", e);
    }
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
