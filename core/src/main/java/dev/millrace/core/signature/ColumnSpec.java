package dev.millrace.core.signature;

/**
 * One column of a column-based signature.
 *
 * @param required whether every row must have a value
 */
public record ColumnSpec(String name, ColumnType type, boolean required) {

  /** The same, which may be without a value. */
  ColumnSpec optional() {
    return required ? new ColumnSpec(name, type, false) : this;
  }
}
