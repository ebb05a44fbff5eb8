package dev.millrace.client;

/** Data that breaks the rules of its format, and where. */
public final class MalformedDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long line;

  MalformedDataException(String source, long line, String problem) {
    super(source + ", line " + line + ": " + problem);
    this.line = line;
  }

  /** The line on which the broken record begins; the first line is 1. */
  public long line() {
    return line;
  }
}
