package dev.millrace.core.artifact;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * A stream that looks at what passes. Whatever its reader calls comes down to {@link #read(byte[],
 * int, int)}, so that nothing passes unseen.
 */
public abstract class BlockStream extends FilterInputStream {

  private static final int SKIPPED_AT_ONCE = 8192;

  protected BlockStream(InputStream in) {
    super(in);
  }

  @Override
  public abstract int read(byte[] buffer, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public long skip(long count) throws IOException {
    byte[] skipped = new byte[(int) Math.min(count, SKIPPED_AT_ONCE)];
    return Math.max(0, read(skipped, 0, skipped.length));
  }

  @Override
  public final boolean markSupported() {
    return false;
  }
}
