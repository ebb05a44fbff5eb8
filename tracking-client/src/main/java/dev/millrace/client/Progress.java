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

  /**
   * A bar on the standard error stream where that is a terminal and the work takes longer than a
   * moment; nothing else.
   *
   * @param what is being worked on, such as the name of a file
   */
  static Progress onTerminal(String what) {
    return ProgressBar.isTerminal() ? new ProgressBar(what, System.err) : NONE;
  }
}
