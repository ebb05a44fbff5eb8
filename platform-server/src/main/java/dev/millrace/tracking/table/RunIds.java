package dev.millrace.tracking.table;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** The ids of runs by row. Those the server makes, 32 hexadecimal digits, take 16 bytes. */
final class RunIds {

  private static final int DIGITS = 16;

  private final Map<Integer, String> others = new HashMap<>();
  private long[] high = new long[0];
  private long[] low = new long[0];

  void set(int row, String id) {
    if (row >= high.length) {
      high = Arrays.copyOf(high, RunTable.capacity(row));
      low = Arrays.copyOf(low, RunTable.capacity(row));
    }
    if (isHex(id)) {
      high[row] = Long.parseUnsignedLong(id, 0, DIGITS, 16);
      low[row] = Long.parseUnsignedLong(id, DIGITS, 2 * DIGITS, 16);
      others.remove(row);
    } else {
      others.put(row, id);
    }
  }

  String get(int row) {
    String other = others.isEmpty() ? null : others.get(row);
    return other != null
        ? other
        : HexFormat.of().toHexDigits(high[row]) + HexFormat.of().toHexDigits(low[row]);
  }

  /** Compares as texts: hexadecimal digits are in the order of what they stand for. */
  int compare(int a, int b) {
    if (!others.isEmpty()) {
      return get(a).compareTo(get(b));
    }
    int compared = Long.compareUnsigned(high[a], high[b]);
    return compared != 0 ? compared : Long.compareUnsigned(low[a], low[b]);
  }

  private static boolean isHex(String id) {
    if (id.length() != 2 * DIGITS) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
