package dev.millrace.core.live;

/** Appends bytes to the log of a run. */
public record AppendLog() {

  /** Most bytes in one request. */
  public static final int MAX_BYTES = 1 << 20;

  /**
   * The answer.
   *
   * @param offset where in the log the bytes are; where they were put before, if this was a
   *     repetition
   * @param size the bytes of the whole log
   */
  public record Response(long offset, long size) {}
}
