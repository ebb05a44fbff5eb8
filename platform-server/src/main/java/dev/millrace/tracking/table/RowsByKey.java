package dev.millrace.tracking.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Which row is that of a run. Keys mostly come in their order, and then take 8 bytes: keys are
 * given to runs in order, but transactions do not end in it.
 */
final class RowsByKey {

  static final int NONE = -1;

  private final Map<Long, Integer> others = new HashMap<>();
  private long[] keys = new long[0];

  /** Rows whose keys ascend. */
  private int ordered;

  private int size;

  int size() {
    return size;
  }

  long key(int row) {
    return keys[row];
  }

  /** The row of a run, or {@link #NONE}. */
  int row(long runKey) {
    int found = Arrays.binarySearch(keys, 0, ordered, runKey);
    return found >= 0 ? found : others.getOrDefault(runKey, NONE);
  }

  /** Makes a row for a run that has none. */
  int add(long runKey) {
    int row = size++;
    if (row >= keys.length) {
      keys = Arrays.copyOf(keys, RunTable.capacity(row));
    }
    keys[row] = runKey;
    if (ordered == row && (row == 0 || runKey > keys[row - 1])) {
      ordered++;
    } else {
      others.put(runKey, row);
    }
    return row;
  }
}
