package dev.millrace.artifacts;

import dev.millrace.core.artifact.BlockStream;
import java.io.IOException;
import java.io.InputStream;

/** The next so many bytes of a stream, and no more of it. */
final class BoundedStream extends BlockStream {

  private long left;

  BoundedStream(InputStream in, long length) {
    super(in);
    this.left = length;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(buffer, offset, (int) Math.min(length, left));
    if (count > 0) {
      left -= count;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long skipped = in.skip(Math.min(count, left));
    left -= skipped;
    return skipped;
  }
}
