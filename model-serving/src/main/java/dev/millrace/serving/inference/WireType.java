package dev.millrace.serving.inference;

import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.TensorType;
import org.jspecify.annotations.Nullable;

/** Types of a tensor in the protocol; the name is the wire value. */
enum WireType {
  BOOL(1),
  UINT8(1),
  UINT16(2),
  UINT32(4),
  UINT64(8),
  INT8(1),
  INT16(2),
  INT32(4),
  INT64(8),
  FP16(2),
  FP32(4),
  FP64(8),
  /** Texts or bytes: in binary each has its length before it. */
  BYTES(0);

  /** The largest finite number of 16 bits. */
  private static final double LARGEST_HALF = 65_504;

  private final int byteCount;

  WireType(int byteCount) {
    this.byteCount = byteCount;
  }

  /** Length of one value in binary; 0 where values have lengths of their own. */
  int byteCount() {
    return byteCount;
  }

  static @Nullable WireType fromWire(String name) {
    for (WireType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  static WireType of(ColumnType type) {
    return switch (type) {
      case BOOLEAN -> BOOL;
      case INTEGER -> INT32;
      case LONG -> INT64;
      case FLOAT -> FP32;
      case DOUBLE -> FP64;
      case STRING, BINARY, DATETIME -> BYTES;
    };
  }

  static WireType of(TensorType type) {
    return switch (type) {
      case BOOL -> BOOL;
      case INT8 -> INT8;
      case INT16 -> INT16;
      case INT32 -> INT32;
      case INT64 -> INT64;
      case UINT8 -> UINT8;
      case FLOAT32 -> FP32;
      case FLOAT64 -> FP64;
      case STR -> BYTES;
    };
  }

  boolean isInteger() {
    return ordinal() >= UINT8.ordinal() && ordinal() <= INT64.ordinal();
  }

  boolean isReal() {
    return this == FP16 || this == FP32 || this == FP64;
  }

  /** Whether an integer is one of the type's, as far as a long can tell. */
  boolean holds(long value) {
    return switch (this) {
      case UINT8, UINT16, UINT32 -> value >= 0 && value >>> (8 * byteCount) == 0;
      case UINT64 -> value >= 0;
      case INT8 -> value == (byte) value;
      case INT16 -> value == (short) value;
      case INT32 -> value == (int) value;
      default -> true;
    };
  }

  /** The type's number for a decimal one: rounded, and infinite where it is beyond the type. */
  double rounded(double value) {
    return switch (this) {
      case FP16 -> Math.abs(value) > LARGEST_HALF ? Double.POSITIVE_INFINITY : value;
      case FP32 -> (float) value;
      default -> value;
    };
  }

  /** As Triton's model configurations write it. */
  String configName() {
    return "TYPE_" + (this == BYTES ? "STRING" : name());
  }
}
