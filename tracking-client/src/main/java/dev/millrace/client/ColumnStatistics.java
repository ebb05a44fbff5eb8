package dev.millrace.client;

import dev.millrace.core.data.ColumnProfile;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.datasketches.hll.HllSketch;
import org.apache.datasketches.hll.TgtHllType;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the profile of a column, value by value.
 *
 * <p>The type is {@code long} or {@code double} where every value is such a number, that of the
 * others where all have one, else {@code string}. A column is not required where a value is
 * missing.
 */
final class ColumnStatistics {

  /** Distinct values are counted within 1.6 % (one standard deviation). */
  private static final int DISTINCT_LOG_SIZE = 12;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long MIX = 0x9E3779B97F4A7C15L;

  private final String name;
  private final @Nullable HllSketch distinct;
  private @Nullable NumberStatistics numbers;
  private @Nullable ColumnType type;
  private long count;
  private long nulls;

  /**
   * @param counted whether distinct values and quantiles are counted, which takes some 10 kB
   */
  ColumnStatistics(String name, boolean counted) {
    this.name = name;
    this.distinct = counted ? new HllSketch(DISTINCT_LOG_SIZE, TgtHllType.HLL_8) : null;
    this.numbers = counted ? new NumberStatistics() : null;
  }

  void seeNothing() {
    nulls++;
  }

  /** Whether the values so far would not rule out that this is a column of numbers. */
  boolean mayBeNumeric() {
    return type == null || type == ColumnType.LONG || type == ColumnType.DOUBLE;
  }

  void seeNumber(double value, boolean whole) {
    seeType(whole ? ColumnType.LONG : ColumnType.DOUBLE);
    if (numbers != null) {
      numbers.see(value);
    }
  }

  void seeOther(ColumnType other) {
    seeType(other);
    numbers = null;
  }

  /** Counts the value among the distinct ones, by its UTF-8. */
  void seeText(byte[] bytes, int offset, int length) {
    if (distinct != null) {
      distinct.update(hash(bytes, offset, length));
    }
  }

  ColumnSpec spec() {
    return new ColumnSpec(name, type == null ? ColumnType.STRING : type, nulls == 0);
  }

  ColumnProfile profile() {
    Long different = distinct == null ? null : Math.min(count, Math.round(distinct.getEstimate()));
    NumberStatistics n = numbers;
    if (n == null || n.isEmpty() || !mayBeNumeric()) {
      return new ColumnProfile(
          name, spec().type(), count, nulls, different, null, null, null, null, List.of());
    }
    return new ColumnProfile(
        name,
        spec().type(),
        count,
        nulls,
        different,
        n.min(),
        n.max(),
        finite(n.mean()),
        finite(n.standardDeviation()),
        n.quantiles());
  }

  private void seeType(ColumnType seen) {
    count++;
    if (type == null || type == seen) {
      type = seen;
    } else if (mayBeNumeric() && (seen == ColumnType.LONG || seen == ColumnType.DOUBLE)) {
      type = ColumnType.DOUBLE;
    } else {
      type = ColumnType.STRING;
      numbers = null;
    }
  }

  /** Numbers near the end of the range of a double add up to infinity. */
  private static @Nullable Double finite(double value) {
    return Double.isNaN(value) || Double.isInfinite(value) ? null : value;
  }

  /** Good enough to tell values apart: the sketch mixes it once more. */
  private static long hash(byte[] bytes, int offset, int length) {
    long hash = length;
    int end = offset + length;
    int place = offset;
    for (; place + Long.BYTES <= end; place += Long.BYTES) {
      hash = mixed(hash ^ (long) LONG.get(bytes, place));
    }
    long tail = 0;
    for (; place < end; place++) {
      tail = tail << 8 | (bytes[place] & 0xff);
    }
    return mixed(hash ^ tail);
  }

  private static long mixed(long value) {
    long product = value * MIX;
    return product ^ (product >>> 32);
  }
}
