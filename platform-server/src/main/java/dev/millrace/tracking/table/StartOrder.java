package dev.millrace.tracking.table;

import java.util.Arrays;
import java.util.Comparator;

/**
 * The rows of a table in the order of their starts and, among equal ones, of their ids. It is
 * brought up to date by whoever asks for it: runs only ever come to the table, and a start hardly
 * ever changes.
 */
final class StartOrder {

  private static final int[] NONE = new int[0];

  private final RunTable table;
  private final Comparator<Integer> order;
  private volatile int[] rows = NONE;

  StartOrder(RunTable table, boolean ascending) {
    this.table = table;
    Comparator<Integer> byStart = Comparator.comparingLong(table::startTime);
    this.order = (ascending ? byStart : byStart.reversed()).thenComparing(this::compareIds);
  }

  /** All rows. Not to be changed. */
  int[] rows() {
    int[] sorted = rows;
    if (sorted.length < table.size()) {
      sorted = merge(sorted, sortedFrom(sorted.length));
      rows = sorted;
    }
    return sorted;
  }

  /** A start changed. */
  void forget() {
    rows = NONE;
  }

  private int[] sortedFrom(int first) {
    Integer[] added = new Integer[table.size() - first];
    Arrays.setAll(added, i -> first + i);
    Arrays.sort(added, order);
    return Arrays.stream(added).mapToInt(Integer::intValue).toArray();
  }

  private int[] merge(int[] a, int[] b) {
    int[] merged = new int[a.length + b.length];
    int i = 0;
    int j = 0;
    for (int at = 0; at < merged.length; at++) {
      boolean takeA = j == b.length || i < a.length && order.compare(a[i], b[j]) < 0;
      merged[at] = takeA ? a[i++] : b[j++];
    }
    return merged;
  }

  private int compareIds(int a, int b) {
    return table.runId(a).compareTo(table.runId(b));
  }
}
