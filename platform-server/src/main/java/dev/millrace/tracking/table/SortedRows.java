package dev.millrace.tracking.table;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;

/**
 * The rows of a table in one order. Rows that changed or came are put in their places by whoever
 * asks next; the others stay sorted, so that is little work.
 */
final class SortedRows {

  private static final int[] NONE = new int[0];

  private final RunTable table;
  private final Comparator<Integer> order;
  private final BitSet changed = new BitSet();
  private int[] rows = NONE;

  SortedRows(RunTable table, Comparator<Integer> order) {
    this.table = table;
    this.order = order;
  }

  /** A row is to be sorted anew; not while others ask for the rows. */
  void change(int row) {
    changed.set(row);
  }

  /** All rows. Not to be changed. */
  synchronized int[] rows() {
    int sorted = rows.length;
    if (sorted < table.size()) {
      changed.set(sorted, table.size());
    }
    if (!changed.isEmpty()) {
      rows = merged(unchanged(), sorted(changed));
      changed.clear();
    }
    return rows;
  }

  private int[] unchanged() {
    int[] kept = new int[rows.length];
    int size = 0;
    for (int row : rows) {
      if (!changed.get(row)) {
        kept[size++] = row;
      }
    }
    return Arrays.copyOf(kept, size);
  }

  private int[] sorted(BitSet some) {
    Integer[] boxed = some.stream().boxed().toArray(Integer[]::new);
    Arrays.parallelSort(boxed, order);
    return Arrays.stream(boxed).mapToInt(Integer::intValue).toArray();
  }

  /** Both in one: few rows find their places among many by halving. */
  private int[] merged(int[] many, int[] few) {
    int[] merged = new int[many.length + few.length];
    int from = 0;
    for (int i = 0; i < few.length; i++) {
      int row = few[i];
      int place = Halving.first(from, many.length, at -> order.compare(many[at], row) > 0);
      System.arraycopy(many, from, merged, from + i, place - from);
      merged[place + i] = row;
      from = place;
    }
    System.arraycopy(many, from, merged, from + few.length, many.length - from);
    return merged;
  }
}
