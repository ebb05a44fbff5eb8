package dev.millrace.tracking.table;

import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.OrderBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/** What an order means for the rows of a table: key by key the same as in SQL. */
final class RowOrder implements Comparator<Integer> {

  private final List<Key<?>> keys = new ArrayList<>();

  /** Compares two rows without making objects of what they hold. */
  private interface Comparison {

    int compare(int a, int b);
  }

  /**
   * One column to sort by.
   *
   * @param values what a page token holds of a row
   * @param rows how rows compare, ascending: as their values do
   */
  private record Key<T extends Comparable<T>>(
      IntFunction<T> values, Comparison rows, boolean ascending) {

    int compareRows(int a, int b) {
      return ascending ? rows.compare(a, b) : rows.compare(b, a);
    }

    /** A token holds values of this key's type: it was made by the same order. */
    @SuppressWarnings("unchecked")
    int compareToToken(int row, Object value) {
      // One zero, as in the table.
      T token = (T) (value instanceof Double number ? (Object) (number + 0.0) : value);
      int compared = values.apply(row).compareTo(token);
      return ascending ? compared : -compared;
    }
  }

  RowOrder(RunTable table, List<OrderBy> order) {
    boolean byStart = false;
    for (OrderBy by : order) {
      if (RowTests.isStart(by.field())) {
        keys.add(start(table, by.ascending()));
        byStart = true;
      } else {
        addMetric(table, by);
      }
    }
    if (!byStart) {
      keys.add(start(table, false));
    }
    keys.add(new Key<>(table::runId, table::compareRunIds, true));
  }

  /** Adds the columns that an order needs; false where a table has no answer to it. */
  static boolean collect(List<OrderBy> order, Set<RunColumn> columns) {
    for (OrderBy by : order) {
      Field field = by.field();
      if (field.type() == EntityType.METRIC) {
        columns.add(RunColumn.of(field));
        if (field.unlessKeyExists()) {
          columns.add(RunColumn.ofWholeKey(field));
        }
      } else if (!RowTests.isStart(field)) {
        // Texts are in the order of the database's collation.
        return false;
      }
    }
    return true;
  }

  @Override
  public int compare(Integer a, Integer b) {
    for (Key<?> key : keys) {
      int compared = key.compareRows(a, b);
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** Whether a row comes after the one with these keys. */
  boolean isAfter(int row, List<Object> token) {
    for (int i = 0; i < keys.size(); i++) {
      int compared = keys.get(i).compareToToken(row, token.get(i));
      if (compared != 0) {
        return compared > 0;
      }
    }
    return false;
  }

  List<Object> keysOf(int row) {
    return keys.stream().map(key -> (Object) key.values().apply(row)).toList();
  }

  private static Key<Long> start(RunTable table, boolean ascending) {
    return new Key<>(
        table::startTime,
        (a, b) -> Long.compare(table.startTime(a), table.startTime(b)),
        ascending);
  }

  /** Present values first, then NaN, then what is absent: in both directions. */
  private void addMetric(RunTable table, OrderBy by) {
    Field field = by.field();
    RunTable.Numbers own = table.numbers(RunColumn.of(field));
    RunTable.Numbers whole =
        field.unlessKeyExists() ? table.numbers(RunColumn.ofWholeKey(field)) : own;
    MetricOfRow metric = new MetricOfRow(own, whole);
    keys.add(
        new Key<>(
            row -> (long) metric.rank(row),
            (a, b) -> Integer.compare(metric.rank(a), metric.rank(b)),
            true));
    keys.add(
        new Key<>(
            metric::value,
            (a, b) -> Double.compare(metric.value(a), metric.value(b)),
            by.ascending()));
  }

  /** The metric that a row is sorted by. */
  private record MetricOfRow(RunTable.Numbers own, RunTable.Numbers whole) {

    /** 0 for a number, 1 for NaN, 2 for none. */
    int rank(int row) {
      RunTable.Numbers numbers = of(row);
      return !numbers.has(row) ? 2 : Double.isNaN(numbers.get(row)) ? 1 : 0;
    }

    double value(int row) {
      RunTable.Numbers numbers = of(row);
      double value = numbers.has(row) ? numbers.get(row) : 0;
      return Double.isNaN(value) ? 0 : value;
    }

    private RunTable.Numbers of(int row) {
      return whole.has(row) ? whole : own;
    }
  }
}
