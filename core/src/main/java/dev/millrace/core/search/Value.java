package dev.millrace.core.search;

import java.math.BigDecimal;
import java.util.List;

/** What a field is compared with. */
public sealed interface Value {

  /** A quoted string. */
  record Text(String text) implements Value {}

  /** What stands for one number. */
  sealed interface Scalar extends Value {

    /**
     * The number.
     *
     * @param nowMillis what {@code now()} is, in milliseconds since 1970
     */
    BigDecimal number(long nowMillis);
  }

  /** A number, exactly as written. */
  record Numeric(BigDecimal number) implements Scalar {

    @Override
    public BigDecimal number(long nowMillis) {
      return number;
    }
  }

  /** A date or time that was written as text, in milliseconds since 1970. */
  record Moment(long epochMillis) implements Scalar {

    @Override
    public BigDecimal number(long nowMillis) {
      return BigDecimal.valueOf(epochMillis);
    }
  }

  /** So many milliseconds after, or if negative before, the time the search runs at. */
  record Now(long offsetMillis) implements Scalar {

    @Override
    public BigDecimal number(long nowMillis) {
      return BigDecimal.valueOf(nowMillis).add(BigDecimal.valueOf(offsetMillis));
    }
  }

  /** A list of quoted strings. */
  record TextList(List<String> texts) implements Value {

    public TextList {
      texts = List.copyOf(texts);
    }
  }

  /** A list of numbers or times. */
  record ScalarList(List<Scalar> scalars) implements Value {

    public ScalarList {
      scalars = List.copyOf(scalars);
    }
  }

  /** From one number or time to another, both included. */
  record Range(Scalar low, Scalar high) implements Value {}

  /** Nothing: the operator asks only whether the field is there. */
  record None() implements Value {}
}
