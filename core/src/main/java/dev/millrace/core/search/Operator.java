package dev.millrace.core.search;

import java.util.Optional;

/** How a filter compares; the text is both the filter's and SQL's. */
public enum Operator {
  EQUAL("="),
  NOT_EQUAL("!="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  BETWEEN("BETWEEN"),
  NOT_BETWEEN("NOT BETWEEN"),
  LIKE("LIKE"),
  NOT_LIKE("NOT LIKE"),
  ILIKE("ILIKE"),
  NOT_ILIKE("NOT ILIKE"),
  IN("IN"),
  NOT_IN("NOT IN"),
  IS_NULL("IS NULL"),
  IS_NOT_NULL("IS NOT NULL");

  private final String text;

  Operator(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  /** Whether it asks only whether there is a value. */
  public boolean asksForPresence() {
    return this == IS_NULL || this == IS_NOT_NULL;
  }

  /** Whether it takes a list. */
  public boolean takesList() {
    return this == IN || this == NOT_IN;
  }

  /** Whether it takes a range. */
  public boolean takesRange() {
    return this == BETWEEN || this == NOT_BETWEEN;
  }

  static Optional<Operator> find(String text) {
    for (Operator operator : values()) {
      if (operator.text.equalsIgnoreCase(text)) {
        return Optional.of(operator);
      }
    }
    return Optional.empty();
  }
}
