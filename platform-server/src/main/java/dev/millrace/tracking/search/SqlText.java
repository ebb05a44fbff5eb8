package dev.millrace.tracking.search;

import dev.millrace.core.search.Operator;
import dev.millrace.core.search.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A statement in the making: its text, and its arguments in the order of their marks. */
public final class SqlText {

  private static final String ANY = " = ANY (?)";
  private static final String NONE = " <> ALL (?)";

  private final StringBuilder text = new StringBuilder();
  private final List<@Nullable Object> args = new ArrayList<>();

  /** Appends text that comes from no caller, with the arguments of its marks. */
  public SqlText add(String sql, @Nullable Object... values) {
    text.append(sql);
    for (Object value : values) {
      args.add(value);
    }
    return this;
  }

  /** Appends another piece. */
  public SqlText add(SqlText other) {
    text.append(other.text);
    args.addAll(other.args);
    return this;
  }

  /**
   * Appends a comparison of an expression, which comes from no caller, with a caller's value. Where
   * the expression is null the comparison is null, or false for an operator of presence.
   */
  public SqlText compare(String expression, Operator operator, Value value) {
    return compare(expression, operator, value, SqlText::narrow);
  }

  /** As {@link #compare}, for an expression of the type numeric. */
  SqlText compareNumeric(String expression, Operator operator, Value value) {
    return compare(expression, operator, value, number -> number);
  }

  /** As {@link #compare}, for an expression of the type double precision. */
  public SqlText compareDouble(String expression, Operator operator, Value value) {
    compare(expression, operator, value);
    // MLflow: NaN is unequal to everything, and neither greater nor less; PostgreSQL sorts it
    // greatest.
    return switch (operator) {
      case GREATER, GREATER_OR_EQUAL, NOT_BETWEEN -> add(" AND " + expression + " <> 'NaN'");
      default -> this;
    };
  }

  /** As {@link #compare}, for an expression of the type bigint and values written as text. */
  public SqlText compareId(String expression, Operator operator, Value value) {
    if (value instanceof Value.Text text) {
      return add(expression + " " + operator.text() + " ?", Long.valueOf(text.text().strip()));
    }
    if (value instanceof Value.TextList list) {
      Long[] ids = list.texts().stream().map(t -> Long.valueOf(t.strip())).toArray(Long[]::new);
      return add(expression + (operator == Operator.IN ? ANY : NONE), (Object) ids);
    }
    return compare(expression, operator, value);
  }

  private SqlText compare(
      String expression, Operator operator, Value value, Function<BigDecimal, Object> argument) {
    add(expression + " ");
    if (operator.asksForPresence()) {
      return add(operator.text());
    }
    if (value instanceof Value.TextList list) {
      return add(
          operator == Operator.IN ? ANY : NONE, (Object) list.texts().toArray(String[]::new));
    }
    add(operator.text() + " ");
    if (value instanceof Value.Range range) {
      return add("? AND ?", number(range.low(), argument), number(range.high(), argument));
    }
    if (value instanceof Value.ScalarList list) {
      Object[] numbers = list.scalars().stream().map(s -> number(s, argument)).toArray();
      return add("(" + String.join(", ", Collections.nCopies(numbers.length, "?")) + ")", numbers);
    }
    if (value instanceof Value.Scalar scalar) {
      return add("?", number(scalar, argument));
    }
    // No escape character: a pattern means the same here as in MLflow on SQLite.
    boolean like = operator.text().endsWith("LIKE");
    return add(like ? "? ESCAPE ''" : "?", ((Value.Text) value).text());
  }

  public String text() {
    return text.toString();
  }

  public @Nullable Object[] args() {
    return args.toArray();
  }

  private static Object number(Value.Scalar scalar, Function<BigDecimal, Object> argument) {
    return argument.apply(scalar.number(System.currentTimeMillis()));
  }

  private static Object narrow(BigDecimal number) {
    try {
      return number.longValueExact();
    } catch (ArithmeticException e) {
      return number.doubleValue();
    }
  }
}
