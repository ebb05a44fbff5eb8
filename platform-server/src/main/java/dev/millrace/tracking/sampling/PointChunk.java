package dev.millrace.tracking.sampling;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Points that were read together, column by column, by step, time and value. */
record PointChunk(long[] steps, long[] timestamps, double[] values) {

  static final PointChunk EMPTY = new PointChunk(new long[0], new long[0], new double[0]);

  /** Of what {@code array_send} makes: dimensions, flags, type, and length and bound of one. */
  private static final int HEAD = 5 * Integer.BYTES;

  /** Each number comes behind its own length. */
  private static final int LENGTH = Integer.BYTES;

  private static final int ITEM = LENGTH + Long.BYTES;

  /**
   * Reads what PostgreSQL's {@code array_send} made of an array of each column; null stands for no
   * points.
   */
  static PointChunk read(
      byte @Nullable [] steps, byte @Nullable [] timestamps, byte @Nullable [] values) {
    if (steps == null || timestamps == null || values == null) {
      return EMPTY;
    }
    return new PointChunk(longs(steps), longs(timestamps), doubles(values));
  }

  private static long[] longs(byte[] sent) {
    ByteBuffer items = ByteBuffer.wrap(sent);
    long[] numbers = new long[sizeOf(sent)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = items.getLong(HEAD + i * ITEM + LENGTH);
    }
    return numbers;
  }

  private static double[] doubles(byte[] sent) {
    ByteBuffer items = ByteBuffer.wrap(sent);
    double[] numbers = new double[sizeOf(sent)];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = items.getDouble(HEAD + i * ITEM + LENGTH);
    }
    return numbers;
  }

  private static int sizeOf(byte[] sent) {
    return (sent.length - HEAD) / ITEM;
  }

  int size() {
    return steps.length;
  }
}
