package dev.millrace.core.signature;

import java.util.Locale;
import java.util.Optional;

/** Element types of a tensor; names as NumPy writes them. */
public enum TensorType {
  BOOL,
  INT8,
  INT16,
  INT32,
  INT64,
  UINT8,
  FLOAT32,
  FLOAT64,
  STR;

  static Optional<TensorType> fromWire(String name) {
    // MLflow: NumPy's string dtypes carry a length ("<U7") and strings may be objects.
    if (name.equals("object") || name.equals("str") || name.contains("U")) {
      return Optional.of(STR);
    }
    for (TensorType type : values()) {
      if (type.wireName().equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The name in a signature, such as {@code float32}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  long smallest() {
    return switch (this) {
      case INT8 -> Byte.MIN_VALUE;
      case INT16 -> Short.MIN_VALUE;
      case INT32 -> Integer.MIN_VALUE;
      case UINT8 -> 0;
      default -> Long.MIN_VALUE;
    };
  }

  long largest() {
    return switch (this) {
      case INT8 -> Byte.MAX_VALUE;
      case INT16 -> Short.MAX_VALUE;
      case INT32 -> Integer.MAX_VALUE;
      case UINT8 -> 255;
      default -> Long.MAX_VALUE;
    };
  }
}
