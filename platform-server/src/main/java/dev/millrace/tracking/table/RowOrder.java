package dev.millrace.tracking.table;

import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.OrderBy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What an order means for the rows of a table: key by key the same as in SQL. */
final class RowOrder implements Comparator<Integer> {

  private final List<Key> keys = new ArrayList<>();

  /** One column to sort by; its values are those that a page token holds. */
  private abstract static class Key {

    private final int sign;

    Key(boolean ascending) {
      sign = ascending ? 1 : -1;
    }

    abstract Object value(int row);

    abstract int compareRows(int a, int b);

    abstract int compareTo(int row, Object value);

    final int inOrder(int compared) {
      return sign * Integer.signum(compared);
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
    keys.add(runId(table));
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
    for (Key key : keys) {
      int compared = key.inOrder(key.compareRows(a, b));
      if (compared != 0) {
        return compared;
      }
    }
    return 0;
  }

  /** Whether a row comes after the one with these keys. */
  boolean isAfter(int row, List<Object> token) {
    for (int i = 0; i < keys.size(); i++) {
      Key key = keys.get(i);
      int compared = key.inOrder(key.compareTo(row, token.get(i)));
      if (compared != 0) {
        return compared > 0;
      }
    }
    return false;
  }

  List<Object> keysOf(int row) {
    return keys.stream().map(key -> key.value(row)).toList();
  }

  private interface ToLong {
    long of(int row);
  }

  private interface ToDouble {
    double of(int row);
  }

  private static Key longs(ToLong values, boolean ascending) {
    return new Key(ascending) {
      @Override
      Object value(int row) {
        return values.of(row);
      }

      @Override
      int compareRows(int a, int b) {
        return Long.compare(values.of(a), values.of(b));
      }

      @Override
      int compareTo(int row, Object value) {
        return Long.compare(values.of(row), (Long) value);
      }
    };
  }

  private static Key start(RunTable table, boolean ascending) {
    return longs(table::startTime, ascending);
  }

  private static Key doubles(ToDouble values, boolean ascending) {
    return new Key(ascending) {
      @Override
      Object value(int row) {
        return values.of(row);
      }

      @Override
      int compareRows(int a, int b) {
        return Double.compare(values.of(a), values.of(b));
      }

      @Override
      int compareTo(int row, Object value) {
        return Double.compare(values.of(row), (Double) value + 0.0);
      }
    };
  }

  private static Key runId(RunTable table) {
    return new Key(true) {
      @Override
      Object value(int row) {
        return table.runId(row);
      }

      @Override
      int compareRows(int a, int b) {
        return table.runId(a).compareTo(table.runId(b));
      }

      @Override
      int compareTo(int row, Object value) {
        return table.runId(row).compareTo((String) value);
      }
    };
  }

  /** Present values first, then NaN, then what is absent: in both directions. */
  private void addMetric(RunTable table, OrderBy by) {
    Field field = by.field();
    RunTable.Numbers own = table.numbers(RunColumn.of(field));
    RunTable.Numbers whole =
        field.unlessKeyExists() ? table.numbers(RunColumn.ofWholeKey(field)) : own;
    keys.add(
        longs(
            row -> {
              RunTable.Numbers numbers = whole.has(row) ? whole : own;
              return !numbers.has(row) ? 2 : Double.isNaN(numbers.get(row)) ? 1 : 0;
            },
            true));
    keys.add(
        doubles(
            row -> {
              RunTable.Numbers numbers = whole.has(row) ? whole : own;
              double value = numbers.has(row) ? numbers.get(row) : 0;
              return Double.isNaN(value) ? 0 : value;
            },
            by.ascending()));
  }
}
