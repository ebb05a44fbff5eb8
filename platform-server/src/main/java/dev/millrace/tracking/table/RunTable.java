package dev.millrace.tracking.table;

import dev.millrace.core.search.OrderBy;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The runs of one experiment, each a row with a number, and the columns that searches asked for.
 * Rows of runs that are gone stay, empty. Not safe for threads: {@link KeptTable} takes care.
 */
final class RunTable {

  /** Orders that rows are kept in; the one that was asked for longest ago gives way. */
  private static final int MOST_ORDERS = 8;

  private final RowsByKey rows = new RowsByKey();
  private final Map<RunColumn, Numbers> numbers = new LinkedHashMap<>();
  private final Map<RunColumn, Texts> texts = new LinkedHashMap<>();
  private final Map<List<OrderBy>, SortedRows> orders =
      new LinkedHashMap<>(16, 0.75f, /* accessOrder= */ true);
  private final BitSet active = new BitSet();
  private final BitSet deleted = new BitSet();
  private final RunIds runIds = new RunIds();
  private long[] startTimes = new long[0];

  /** What every run has. */
  record Base(long runKey, String runId, long startTimeMillis, boolean isActive) {}

  /** Numbers by row; a row may have none. */
  static final class Numbers {

    private final BitSet present = new BitSet();
    private double[] values = new double[0];

    boolean has(int row) {
      return present.get(row);
    }

    double get(int row) {
      return values[row];
    }

    private void set(int row, @Nullable Double value) {
      present.set(row, value != null);
      if (value != null) {
        if (row >= values.length) {
          values = Arrays.copyOf(values, capacity(row));
        }
        // One zero: 0.0 and -0.0 are equal in PostgreSQL.
        values[row] = value + 0.0;
      }
    }
  }

  /** Texts by row; a row may have none. */
  static final class Texts {

    private final Map<String, String> known = new HashMap<>();
    private @Nullable String[] values = new String[0];

    @Nullable String get(int row) {
      return row < values.length ? values[row] : null;
    }

    private void set(int row, @Nullable String value) {
      if (row >= values.length) {
        values = Arrays.copyOf(values, capacity(row));
      }
      values[row] = value == null ? null : shared(value);
    }

    /** Runs often share a value; not where there are as many as runs. */
    private String shared(String value) {
      String same = known.get(value);
      if (same == null) {
        same = value;
        if (known.size() < MOST_SHARED) {
          known.put(value, value);
        }
      }
      return same;
    }

    /** How many numbers take as much memory as a text of this column. */
    private int weight() {
      return known.size() < MOST_SHARED ? 1 : 8;
    }

    private static final int MOST_SHARED = 1000;
  }

  int size() {
    return rows.size();
  }

  long runKey(int row) {
    return rows.key(row);
  }

  String runId(int row) {
    return runIds.get(row);
  }

  int compareRunIds(int a, int b) {
    return runIds.compare(a, b);
  }

  long startTime(int row) {
    return startTimes[row];
  }

  /**
   * All rows in an order, whose columns are there. Not to be changed. Any number of threads may ask
   * at a time, while no row changes.
   */
  int[] sorted(List<OrderBy> by, RowOrder order) {
    SortedRows sorted;
    synchronized (orders) {
      sorted = orders.computeIfAbsent(by, b -> new SortedRows(this, order));
      if (orders.size() > MOST_ORDERS) {
        orders.remove(orders.keySet().iterator().next());
      }
    }
    return sorted.rows();
  }

  boolean isActive(int row) {
    return active.get(row);
  }

  boolean isDeleted(int row) {
    return deleted.get(row);
  }

  Numbers numbers(RunColumn column) {
    return numbers.getOrDefault(column, new Numbers());
  }

  Texts texts(RunColumn column) {
    return texts.getOrDefault(column, new Texts());
  }

  boolean has(RunColumn column) {
    return numbers.containsKey(column) || texts.containsKey(column);
  }

  List<RunColumn> columns() {
    return Stream.concat(numbers.keySet().stream(), texts.keySet().stream()).toList();
  }

  /** As how many numbers of each run the columns take in memory. */
  int weight() {
    return numbers.size() + texts.values().stream().mapToInt(Texts::weight).sum();
  }

  /** Sets what is known of a run, and makes a row of it if it is new. */
  void put(Base run) {
    int row = rows.row(run.runKey());
    if (row == RowsByKey.NONE) {
      row = rows.add(run.runKey());
      if (row >= startTimes.length) {
        startTimes = Arrays.copyOf(startTimes, capacity(row));
      }
    } else {
      change(row);
    }
    runIds.set(row, run.runId());
    startTimes[row] = run.startTimeMillis();
    active.set(row, run.isActive());
    deleted.set(row, !run.isActive());
  }

  /** Adds a column, yet without values. */
  void add(RunColumn column) {
    if (column.isNumber()) {
      numbers.put(column, new Numbers());
    } else {
      texts.put(column, new Texts());
    }
  }

  void remove(RunColumn column) {
    numbers.remove(column);
    texts.remove(column);
  }

  /** Forgets all values of these runs; they are seen again when they are {@link #put}. */
  void clear(Set<Long> keys) {
    for (Long key : keys) {
      int row = rows.row(key);
      if (row != RowsByKey.NONE) {
        change(row);
        active.clear(row);
        deleted.clear(row);
        numbers.values().forEach(column -> column.set(row, null));
        texts.values().forEach(column -> column.set(row, null));
      }
    }
  }

  /** Sets a number; a run without a row came after the rows were read, and is read with them. */
  void set(RunColumn column, long runKey, @Nullable Double value) {
    int row = rows.row(runKey);
    Numbers values = numbers.get(column);
    if (row != RowsByKey.NONE && values != null) {
      values.set(row, value);
    }
  }

  /** As {@link #set(RunColumn, long, Double)}, for a text. */
  void set(RunColumn column, long runKey, @Nullable String value) {
    int row = rows.row(runKey);
    Texts values = texts.get(column);
    if (row != RowsByKey.NONE && values != null) {
      values.set(row, value);
    }
  }

  private void change(int row) {
    orders.values().forEach(sorted -> sorted.change(row));
  }

  /** How long an array gets that is to hold this row. */
  static int capacity(int row) {
    return Math.max(64, row + row / 4 + 1);
  }
}
