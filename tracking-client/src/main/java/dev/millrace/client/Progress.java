package dev.millrace.client;

/** Is told how far something long has come. It is called often and must be quick. */
@FunctionalInterface
public interface Progress {

  /** Total of something whose end is not known. */
  long UNKNOWN = -1;

  /** Tells nobody. */
  Progress NONE = (done, total) -> {};

  /**
   * So much is done.
   *
   * @param done bytes of a file, rows of a table
   * @param total of the same, or {@link #UNKNOWN}
   */
  void advanced(long done, long total);

  /** The work is over, at its end or before. */
  default void ended() {}

  /**
   * A bar on the standard error stream where that is a terminal and the work takes longer than a
   * moment; nothing else.
   *
   * @param what is being worked on, such as the name of a file, in bytes
   */
  static Progress onTerminal(String what) {
    return ProgressBar.onTerminal(what, ProgressBar.Unit.BYTES);
  }

  /** As {@link #onTerminal}, of work that is counted in rows. */
  static Progress ofRowsOnTerminal(String what) {
    return ProgressBar.onTerminal(what, ProgressBar.Unit.ROWS);
  }
}
