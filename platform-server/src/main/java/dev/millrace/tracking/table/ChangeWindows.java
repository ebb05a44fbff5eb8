package dev.millrace.tracking.table;

/** How the time of changes is told: in windows of transaction ids, by their number. */
final class ChangeWindows {

  /** A window is 2 to the power of this many transactions. */
  static final int SHIFT = 9;

  /** For how many windows notes are kept at least. */
  static final long KEPT = 256;

  /**
   * For how many windows the notes can be relied on: less than they are kept, by more than the time
   * between two looks at the clock could matter.
   */
  static final long RELIABLE = 192;

  private ChangeWindows() {}
}
