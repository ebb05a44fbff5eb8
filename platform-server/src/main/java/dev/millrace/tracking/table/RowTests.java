package dev.millrace.tracking.table;

import dev.millrace.core.search.EntityType;
import dev.millrace.core.search.Field;
import dev.millrace.core.search.Filter;
import dev.millrace.core.search.Operator;
import dev.millrace.core.search.Value;
import dev.millrace.tracking.search.KeyedTexts;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a filter means for the rows of a table: the same as in SQL. */
final class RowTests {

  private static final Pattern NUMBER = Pattern.compile(KeyedTexts.NUMBER);

  private final RunTable table;
  private final long nowMillis = System.currentTimeMillis();

  RowTests(RunTable table) {
    this.table = table;
  }

  /** Adds the columns that a filter needs; false where it asks for what a table cannot answer. */
  static boolean collect(Filter filter, Set<RunColumn> columns) {
    if (filter instanceof Filter.And and) {
      return and.parts().stream().allMatch(part -> collect(part, columns));
    }
    if (filter instanceof Filter.Or or) {
      return or.parts().stream().allMatch(part -> collect(part, columns));
    }
    if (filter instanceof Filter.Not not) {
      return collect(not.part(), columns);
    }
    return filter instanceof Filter.Comparison comparison && collect(comparison, columns);
  }

  private static boolean collect(Filter.Comparison comparison, Set<RunColumn> columns) {
    Field field = comparison.field();
    switch (comparison.operator()) {
      // What a pattern matches, and which letters are the same, PostgreSQL's locale decides.
      case LIKE, NOT_LIKE, ILIKE, NOT_ILIKE -> {
        return false;
      }
      default -> {}
    }
    switch (field.type()) {
      case METRIC -> {
        columns.add(RunColumn.of(field));
        if (field.unlessKeyExists()) {
          columns.add(RunColumn.ofWholeKey(field));
        }
      }
      case PARAMETER, TAG -> columns.add(RunColumn.of(field));
      case ATTRIBUTE -> {
        if (isStart(field) || isRunId(field)) {
          return true;
        }
        if (field.numeric()) {
          return false;
        }
        columns.add(RunColumn.of(field));
      }
      case DATASET -> {
        return false;
      }
    }
    return true;
  }

  static boolean isStart(Field field) {
    return field.isAttribute("start_time");
  }

  private static boolean isRunId(Field field) {
    return field.isAttribute("run_id");
  }

  IntPredicate test(Filter filter) {
    if (filter instanceof Filter.And and) {
      return all(and.parts());
    }
    if (filter instanceof Filter.Or or) {
      return all(or.parts().stream().map(part -> (Filter) new Filter.Not(part)).toList()).negate();
    }
    if (filter instanceof Filter.Not not) {
      return test(not.part()).negate();
    }
    Filter.Comparison comparison = (Filter.Comparison) filter;
    Field field = comparison.field();
    if (field.type() == EntityType.METRIC) {
      return metric(comparison);
    }
    if (isStart(field)) {
      return start(comparison);
    }
    return text(isRunId(field) ? table::runId : table.texts(RunColumn.of(field))::get, comparison);
  }

  private IntPredicate all(List<Filter> parts) {
    IntPredicate[] tests = parts.stream().map(this::test).toArray(IntPredicate[]::new);
    return row -> {
      for (IntPredicate test : tests) {
        if (!test.test(row)) {
          return false;
        }
      }
      return true;
    };
  }

  private IntPredicate metric(Filter.Comparison comparison) {
    Field field = comparison.field();
    Operator operator = comparison.operator();
    RunTable.Numbers own = table.numbers(RunColumn.of(field));
    RunTable.Numbers whole =
        field.unlessKeyExists() ? table.numbers(RunColumn.ofWholeKey(field)) : null;
    if (operator.asksForPresence()) {
      boolean present = operator == Operator.IS_NOT_NULL;
      return row -> (own.has(row) || whole != null && whole.has(row)) == present;
    }
    DoublePredicate holds = numbers(operator, comparison.value());
    return row -> {
      RunTable.Numbers numbers = whole != null && whole.has(row) ? whole : own;
      return numbers.has(row) && holds.test(numbers.get(row));
    };
  }

  private IntPredicate start(Filter.Comparison comparison) {
    if (comparison.operator().asksForPresence()) {
      boolean present = comparison.operator() == Operator.IS_NOT_NULL;
      return row -> present;
    }
    // A BigDecimal holds both, a long and a double, exactly.
    Predicate<BigDecimal> holds = exactly(comparison.operator(), comparison.value());
    return row -> holds.test(BigDecimal.valueOf(table.startTime(row)));
  }

  private IntPredicate text(IntFunction<@Nullable String> texts, Filter.Comparison comparison) {
    Operator operator = comparison.operator();
    if (operator.asksForPresence()) {
      boolean present = operator == Operator.IS_NOT_NULL;
      return row -> (texts.apply(row) != null) == present;
    }
    Predicate<String> holds = texts(operator, comparison.value());
    return row -> {
      String text = texts.apply(row);
      return text != null && holds.test(text);
    };
  }

  private Predicate<String> texts(Operator operator, Value value) {
    if (value instanceof Value.Text text) {
      return operator == Operator.EQUAL ? text.text()::equals : t -> !t.equals(text.text());
    }
    if (value instanceof Value.TextList list) {
      Set<String> any = new HashSet<>(list.texts());
      return operator == Operator.IN ? any::contains : t -> !any.contains(t);
    }
    Predicate<BigDecimal> holds = exactly(operator, value);
    return text ->
        NUMBER.matcher(text).matches() && holds.test(new BigDecimal(text.replace(" ", "")));
  }

  /** NaN is unequal to every number, and neither greater nor less: as Java has it. */
  private DoublePredicate numbers(Operator operator, Value value) {
    if (value instanceof Value.Range range) {
      double low = of(range.low());
      double high = of(range.high());
      return operator == Operator.BETWEEN ? v -> v >= low && v <= high : v -> v < low || v > high;
    }
    if (value instanceof Value.ScalarList list) {
      double[] any = list.scalars().stream().mapToDouble(this::of).toArray();
      return v -> {
        for (double one : any) {
          if (v == one) {
            return operator == Operator.IN;
          }
        }
        return operator == Operator.NOT_IN;
      };
    }
    double other = of((Value.Scalar) value);
    return switch (operator) {
      case EQUAL -> v -> v == other;
      case NOT_EQUAL -> v -> v != other;
      case GREATER -> v -> v > other;
      case GREATER_OR_EQUAL -> v -> v >= other;
      case LESS -> v -> v < other;
      case LESS_OR_EQUAL -> v -> v <= other;
      default -> throw new IllegalArgumentException(operator + " compares no number");
    };
  }

  private Predicate<BigDecimal> exactly(Operator operator, Value value) {
    if (value instanceof Value.Range range) {
      BigDecimal low = range.low().number(nowMillis);
      BigDecimal high = range.high().number(nowMillis);
      Predicate<BigDecimal> between = v -> v.compareTo(low) >= 0 && v.compareTo(high) <= 0;
      return operator == Operator.BETWEEN ? between : between.negate();
    }
    if (value instanceof Value.ScalarList list) {
      List<BigDecimal> numbers = list.scalars().stream().map(s -> s.number(nowMillis)).toList();
      Predicate<BigDecimal> any = v -> numbers.stream().anyMatch(n -> n.compareTo(v) == 0);
      return operator == Operator.IN ? any : any.negate();
    }
    BigDecimal other = ((Value.Scalar) value).number(nowMillis);
    return switch (operator) {
      case EQUAL -> v -> v.compareTo(other) == 0;
      case NOT_EQUAL -> v -> v.compareTo(other) != 0;
      case GREATER -> v -> v.compareTo(other) > 0;
      case GREATER_OR_EQUAL -> v -> v.compareTo(other) >= 0;
      case LESS -> v -> v.compareTo(other) < 0;
      case LESS_OR_EQUAL -> v -> v.compareTo(other) <= 0;
      default -> throw new IllegalArgumentException(operator + " compares no number");
    };
  }

  private double of(Value.Scalar scalar) {
    return scalar.number(nowMillis).doubleValue();
  }
}
