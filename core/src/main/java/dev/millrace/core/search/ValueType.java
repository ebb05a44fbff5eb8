package dev.millrace.core.search;

/** What a field's values are, and so what it can be compared with. */
public enum ValueType {
  TEXT,
  NUMBER,
  /** Milliseconds since 1970; compared with a number, a date in quotes or {@code now() - 7d}. */
  TIME,
  /** Milliseconds; compared with a number or with one that has a unit, as {@code 90s}. */
  DURATION,
  /** A whole number that is written as quoted text. */
  ID;

  /** Whether its values are numbers, whatever they are written as. */
  public boolean numeric() {
    return this == NUMBER || this == TIME || this == DURATION;
  }
}
