package dev.millrace.serving.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * An output as it is answered, row-major.
 *
 * @param values {@code float[]} for FP32, {@code double[]} for FP64, {@code long[]} for INT64,
 *     {@code boolean[]} for BOOL, {@code String[]} for BYTES
 */
record OutputTensor(String name, WireType type, long[] shape, Object values) {

  /** The values as the protocol has them in binary. */
  byte[] bytes() {
    if (values instanceof float[] floats) {
      ByteBuffer bytes = buffer(floats.length * Float.BYTES);
      bytes.asFloatBuffer().put(floats);
      return bytes.array();
    } else if (values instanceof double[] doubles) {
      ByteBuffer bytes = buffer(doubles.length * Double.BYTES);
      bytes.asDoubleBuffer().put(doubles);
      return bytes.array();
    } else if (values instanceof long[] longs) {
      ByteBuffer bytes = buffer(longs.length * Long.BYTES);
      bytes.asLongBuffer().put(longs);
      return bytes.array();
    } else if (values instanceof boolean[] booleans) {
      byte[] bytes = new byte[booleans.length];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (booleans[i] ? 1 : 0);
      }
      return bytes;
    }
    return elements((String[]) values);
  }

  private static byte[] elements(String[] texts) {
    byte[][] encoded = new byte[texts.length][];
    int length = 0;
    for (int i = 0; i < texts.length; i++) {
      encoded[i] = texts[i].getBytes(StandardCharsets.UTF_8);
      length = Math.addExact(length, Integer.BYTES + encoded[i].length);
    }
    ByteBuffer bytes = buffer(length);
    for (byte[] element : encoded) {
      bytes.putInt(element.length).put(element);
    }
    return bytes.array();
  }

  private static ByteBuffer buffer(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
