package dev.millrace.core.signature;

import java.util.Locale;
import java.util.Optional;

/** Types of a column in a column-based signature; the lower-case name is the wire value. */
public enum ColumnType {
  BOOLEAN,
  INTEGER,
  LONG,
  FLOAT,
  DOUBLE,
  STRING,
  BINARY,
  DATETIME;

  static Optional<ColumnType> fromWire(String name) {
    for (ColumnType type : values()) {
      if (type.wireName().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The name in a signature, such as {@code double}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether every value is a number or can stand for one (false is 0, true is 1). */
  public boolean isNumeric() {
    return switch (this) {
      case BOOLEAN, INTEGER, LONG, FLOAT, DOUBLE -> true;
      case STRING, BINARY, DATETIME -> false;
    };
  }
}
