package dev.millrace.tracking.table;

/**
 * SQL that notes that runs change. It has to be in the transaction of every change of what {@link
 * RunColumn} reads: attributes, parameters, tags and summaries of metrics.
 */
public final class ChangeNote {

  /** The window of this transaction. */
  private static final String WINDOW = "txid_current() >> " + ChangeWindows.SHIFT;

  private static final String NOTE =
      "INSERT INTO run_change_notes (experiment_id, change_window, run_key, writer) SELECT"
          + " experiment_id, "
          + WINDOW
          + ", run_key, %s FROM %s ON CONFLICT DO NOTHING";

  private ChangeNote() {}

  /**
   * The statement that notes runs, never waiting for another one.
   *
   * @param runs where {@code experiment_id} and {@code run_key} are found: a table and its
   *     condition
   */
  public static String of(String runs) {
    return NOTE.formatted("txid_current()", runs);
  }

  /**
   * As {@link #of}, for a statement that does this first and is alone in its transaction: it may
   * wait for another one that notes the run in the same window, and then writes nothing.
   */
  public static String shared(String runs) {
    return NOTE.formatted("0", runs) + " RETURNING 1";
  }
}
