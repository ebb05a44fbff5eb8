package dev.millrace.client;

import java.util.Locale;

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

  /** The name in a signature, such as {@code double}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
