package dev.millrace.tracking.search;

import dev.millrace.core.search.Operator;
import dev.millrace.core.search.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement in the making: its text, and its arguments in the order of their marks. */
public final class SqlText {

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

  /** Appends a comparison of an expression, which comes from no caller, with a caller's value. */
  public SqlText compare(String expression, Operator operator, Value value) {
    return switch (operator) {
      // No escape character: a pattern means the same here as in MLflow on SQLite.
      case LIKE, ILIKE -> add(expression + " " + operator.text() + " ? ESCAPE ''", argument(value));
      case IN -> add(expression + " = ANY (?)", argument(value));
      case NOT_IN -> add(expression + " <> ALL (?)", argument(value));
      default -> add(expression + " " + operator.text() + " ?", argument(value));
    };
  }

  public String text() {
    return text.toString();
  }

  public @Nullable Object[] args() {
    return args.toArray();
  }

  private static Object argument(Value value) {
    if (value instanceof Value.Text text) {
      return text.text();
    }
    if (value instanceof Value.TextList list) {
      return list.texts().toArray(String[]::new);
    }
    if (value instanceof Value.Numeric numeric) {
      BigDecimal number = numeric.number();
      try {
        return number.longValueExact();
      } catch (ArithmeticException e) {
        return number.doubleValue();
      }
    }
    throw new IllegalStateException("a comparison without a value has no argument");
  }
}
