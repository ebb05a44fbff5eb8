package dev.millrace.batch;

/**
 * A record as it stands in a file.
 *
 * @param line the one on which it begins; the first of the file is 1
 * @param content without the end of its line
 * @param end how much of the file is read with it: bytes, its end of line included, or rows
 * @param nextLine the line after it
 */
record RawRecord(long line, byte[] content, long end, long nextLine) {

  boolean isBlank() {
    return content.length == 0;
  }
}
