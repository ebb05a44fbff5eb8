package dev.millrace.tracking.runlog;

/** Where a piece of UTF-8 may be cut. */
final class Utf8 {

  private static final int LONGEST = 4;

  private Utf8() {}

  /**
   * How many of the bytes come before a character that is not all there yet; all of them where the
   * last one is, or is no UTF-8.
   */
  static int completeLength(byte[] bytes) {
    for (int back = 1; back <= Math.min(LONGEST - 1, bytes.length); back++) {
      int value = bytes[bytes.length - back] & 0xff;
      if ((value & 0xc0) != 0x80) {
        return lengthOf(value) > back ? bytes.length - back : bytes.length;
      }
    }
    return bytes.length;
  }

  /** Bytes of the character that begins with this one. */
  private static int lengthOf(int first) {
    if (first >= 0xf0 && first < 0xf8) {
      return 4;
    }
    if (first >= 0xe0) {
      return first < 0xf0 ? 3 : 1;
    }
    return first >= 0xc0 ? 2 : 1;
  }
}
