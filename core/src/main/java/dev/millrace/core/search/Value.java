package dev.millrace.core.search;

import java.math.BigDecimal;
import java.util.List;

/** What a field is compared with. */
public sealed interface Value {

  /** A quoted string. */
  record Text(String text) implements Value {}

  /** A number, exactly as written. */
  record Numeric(BigDecimal number) implements Value {}

  /** A list of quoted strings. */
  record TextList(List<String> texts) implements Value {

    public TextList {
      texts = List.copyOf(texts);
    }
  }

  /** Nothing: the operator asks only whether the field is there. */
  record None() implements Value {}
}
