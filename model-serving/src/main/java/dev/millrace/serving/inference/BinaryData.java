package dev.millrace.serving.inference;

import dev.millrace.core.error.MlflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads tensors from the bytes behind a request's JSON, little-endian, one after the other. */
final class BinaryData {

  private final ByteBuffer bytes;

  BinaryData(byte[] body, int from) {
    this.bytes = ByteBuffer.wrap(body, from, body.length - from).order(ByteOrder.LITTLE_ENDIAN);
  }

  int left() {
    return bytes.remaining();
  }

  /**
   * The next tensor's values.
   *
   * @param announced its {@code binary_data_size}
   */
  Object read(String name, WireType type, int size, long announced) {
    if (announced < 0 || announced > bytes.remaining()) {
      throw Refusals.tensor(
          name,
          "binary_data_size is more than the "
              + bytes.remaining()
              + " bytes that the body has for it.");
    }
    if (type == WireType.BYTES) {
      return elements(name, size, bytes.position() + (int) announced);
    }
    long needed = (long) size * type.byteCount();
    if (announced != needed) {
      throw Refusals.tensor(
          name,
          "binary_data_size must be " + needed + " for the shape, got " + announced + " bytes.");
    }
    if (type.isReal()) {
      return reals(type, size);
    } else if (type == WireType.BOOL) {
      return booleans(name, size);
    }
    return integers(name, type, size);
  }

  private double[] reals(WireType type, int size) {
    double[] reals = new double[size];
    for (int i = 0; i < size; i++) {
      reals[i] =
          switch (type) {
            case FP16 -> half(bytes.getShort());
            case FP32 -> bytes.getFloat();
            default -> bytes.getDouble();
          };
    }
    return reals;
  }

  private long[] integers(String name, WireType type, int size) {
    long[] integers = new long[size];
    for (int i = 0; i < size; i++) {
      integers[i] =
          switch (type) {
            case UINT8 -> bytes.get() & 0xFF;
            case UINT16 -> bytes.getShort() & 0xFFFF;
            case UINT32 -> bytes.getInt() & 0xFFFF_FFFFL;
            case INT8 -> bytes.get();
            case INT16 -> bytes.getShort();
            case INT32 -> bytes.getInt();
            default -> bytes.getLong();
          };
      if (type == WireType.UINT64 && integers[i] < 0) {
        // No type that a model's signature can have holds it.
        throw Refusals.tensor(name, "value " + i + " is beyond INT64, and so out of range.");
      }
    }
    return integers;
  }

  private boolean[] booleans(String name, int size) {
    boolean[] booleans = new boolean[size];
    for (int i = 0; i < size; i++) {
      byte value = bytes.get();
      if (value != 0 && value != 1) {
        throw Refusals.tensor(name, "value " + i + " is no BOOL: its byte must be 0 or 1.");
      }
      booleans[i] = value == 1;
    }
    return booleans;
  }

  private byte[][] elements(String name, int size, int end) {
    // Each has four bytes at least, so that a shape alone takes no memory.
    if (size > (end - bytes.position()) / Integer.BYTES) {
      throw wrongElements(name, size);
    }
    byte[][] elements = new byte[size][];
    for (int i = 0; i < size; i++) {
      if (end - bytes.position() < Integer.BYTES) {
        throw wrongElements(name, size);
      }
      int length = bytes.getInt();
      if (length < 0 || length > end - bytes.position()) {
        throw wrongElements(name, size);
      }
      elements[i] = new byte[length];
      bytes.get(elements[i]);
    }
    if (bytes.position() != end) {
      throw wrongElements(name, size);
    }
    return elements;
  }

  private static MlflowException wrongElements(String name, int size) {
    return Refusals.tensor(
        name,
        "its bytes are not the "
            + size
            + " elements of the shape, each with its length before it in four bytes.");
  }

  /** IEEE 754 binary16. */
  static double half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    double magnitude;
    if (exponent == 0x1F) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else if (exponent == 0) {
      magnitude = Math.scalb((double) fraction, -24);
    } else {
      magnitude = Math.scalb((double) (fraction | 0x400), exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
