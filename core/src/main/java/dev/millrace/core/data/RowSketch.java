package dev.millrace.core.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A sample of the distinct rows of a table, from which the rows that two tables share can be
 * estimated: an ordered compact Theta sketch of Apache DataSketches, with their default seed, of
 * the first eight bytes of each row hash taken as a long with the highest byte first. Tables of up
 * to {@link #NOMINAL_ENTRIES} distinct rows are in it whole, and then counts are exact.
 *
 * <p>The bytes are those of DataSketches' serial version 3, in full: 24 bytes of preamble, then the
 * hashes. They are read here and not by the library, whose reader trusts lengths in what it reads.
 */
public final class RowSketch {

  /** So many hashes are kept at most. */
  public static final int NOMINAL_ENTRIES = 1 << 14;

  private static final int PREAMBLE_LONGS = 3;
  private static final int PREAMBLE = PREAMBLE_LONGS * Long.BYTES;
  private static final byte SERIAL_VERSION = 3;
  private static final byte COMPACT_FAMILY = 3;
  private static final int READ_ONLY = 2;
  private static final int EMPTY = 4;
  private static final int COMPACT = 8;
  private static final int ORDERED = 16;
  private static final int FLAGS_AT = 5;
  private static final short SEED_HASH = (short) 0x93cc;

  /** Most bytes of a sketch. */
  public static final int MAX_BYTES = PREAMBLE + NOMINAL_ENTRIES * Long.BYTES;

  private final long theta;
  private final long[] hashes;

  private RowSketch(long theta, long[] hashes) {
    this.theta = theta;
    this.hashes = hashes;
  }

  /**
   * What two sketches have in common.
   *
   * @param samples distinct rows of both samples; the number that are shared is about {@code
   *     samples / theta}
   * @param theta the share of all rows that the samples stand for, 1 where they are complete
   */
  public record Overlap(long samples, double theta) {

    /** How many distinct rows are shared, about. */
    public double estimate() {
      return samples / theta;
    }
  }

  /**
   * A sketch of hashes that are below theta.
   *
   * @param theta as a share of {@link Long#MAX_VALUE}
   * @throws IllegalArgumentException where they do not make a sketch
   */
  public static RowSketch of(long theta, long[] hashes) {
    long[] sorted = hashes.clone();
    Arrays.sort(sorted);
    return checked(theta, sorted);
  }

  /**
   * Reads a sketch.
   *
   * @throws IllegalArgumentException where the bytes are none, or not one of rows
   */
  public static RowSketch parse(byte[] bytes) {
    require(bytes.length >= PREAMBLE, "it is shorter than its preamble");
    require(bytes.length <= MAX_BYTES, "it is longer than " + MAX_BYTES + " bytes");
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require((buffer.get(0) & 0x3f) == PREAMBLE_LONGS, "its preamble has not 3 longs");
    require(buffer.get(1) == SERIAL_VERSION, "its serial version is not 3");
    require(buffer.get(2) == COMPACT_FAMILY, "it is no compact Theta sketch");
    int flags = buffer.get(FLAGS_AT);
    require((flags & (COMPACT | ORDERED)) == (COMPACT | ORDERED), "it is not compact and ordered");
    require(buffer.getShort(6) == SEED_HASH, "its hashes have another seed");
    int count = buffer.getInt(8);
    require(
        count >= 0 && bytes.length == PREAMBLE + (long) count * Long.BYTES,
        "its length is not that of its number of hashes");
    long[] hashes = new long[count];
    buffer.position(PREAMBLE);
    buffer.asLongBuffer().get(hashes);
    return checked(buffer.getLong(16), hashes);
  }

  /** The sketch as DataSketches writes one. */
  public byte[] bytes() {
    ByteBuffer buffer =
        ByteBuffer.allocate(PREAMBLE + hashes.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.put((byte) PREAMBLE_LONGS).put(SERIAL_VERSION).put(COMPACT_FAMILY);
    buffer.put(FLAGS_AT, (byte) (READ_ONLY | COMPACT | ORDERED | (isEmptyTable() ? EMPTY : 0)));
    buffer.putShort(6, SEED_HASH).putInt(8, hashes.length).putFloat(12, 1f).putLong(16, theta);
    buffer.position(PREAMBLE);
    buffer.asLongBuffer().put(hashes);
    return buffer.array();
  }

  /** How many distinct rows the table has, about; exactly, where the sketch holds all of them. */
  public double distinctRows() {
    return hashes.length / share(theta);
  }

  /** Rows of this table that the other one has too. */
  public Overlap overlap(RowSketch other) {
    long least = Math.min(theta, other.theta);
    long samples = 0;
    int mine = 0;
    int theirs = 0;
    while (mine < hashes.length && theirs < other.hashes.length) {
      long left = hashes[mine];
      long right = other.hashes[theirs];
      if (left == right) {
        samples += left < least ? 1 : 0;
        mine++;
        theirs++;
      } else if (left < right) {
        mine++;
      } else {
        theirs++;
      }
    }
    return new Overlap(samples, share(least));
  }

  private boolean isEmptyTable() {
    return hashes.length == 0 && theta == Long.MAX_VALUE;
  }

  private static double share(long theta) {
    return theta / (double) Long.MAX_VALUE;
  }

  private static RowSketch checked(long theta, long[] hashes) {
    require(theta > 0, "its theta is not above 0");
    long previous = 0;
    for (long hash : hashes) {
      require(hash > previous && hash < theta, "its hashes are not in order below theta");
      previous = hash;
    }
    return new RowSketch(theta, hashes);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException("This is no sketch of rows: " + otherwise + ".");
    }
  }
}
