package dev.millrace.artifacts;

import java.io.InputStream;
import java.util.Arrays;

/** So many bytes, made as they are read. */
final class RepeatedBytes extends InputStream {

  private long left;

  RepeatedBytes(long count) {
    this.left = count;
  }

  @Override
  public int read() {
    return left-- > 0 ? 'x' : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (left <= 0) {
      return -1;
    }
    int count = (int) Math.min(length, left);
    Arrays.fill(buffer, offset, offset + count, (byte) 'x');
    left -= count;
    return count;
  }
}
