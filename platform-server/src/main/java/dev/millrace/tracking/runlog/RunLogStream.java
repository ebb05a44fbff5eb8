package dev.millrace.tracking.runlog;

import java.io.IOException;
import java.io.InputStream;

/** A range of a log, read page by page as it is asked for. */
final class RunLogStream extends InputStream {

  private final RunLogStore store;
  private final long runKey;
  private long offset;
  private long left;
  private byte[] page = new byte[0];
  private int position;

  RunLogStream(RunLogStore store, long runKey, long offset, long length) {
    this.store = store;
    this.runKey = runKey;
    this.offset = offset;
    this.left = length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (position == page.length && !nextPage()) {
      return -1;
    }
    int count = Math.min(length, page.length - position);
    System.arraycopy(page, position, buffer, start, count);
    position += count;
    return count;
  }

  private boolean nextPage() throws IOException {
    if (left == 0) {
      return false;
    }
    page = store.read(runKey, offset, left);
    position = 0;
    if (page.length == 0) {
      throw new IOException("the log was removed while it was read");
    }
    offset += page.length;
    left -= page.length;
    return true;
  }
}
