package dev.millrace.core.data;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * Hashes a table from the hashes of its rows, as docs/data-hashes.md defines it. The ordered hash
 * changes when rows change places, the unordered one does not: it is made of the sum of the row
 * hashes, so that a row that is there twice counts twice. A sum finds accidents; who wants two
 * different tables with one unordered hash can make them.
 *
 * <p>Takes the same memory for any number of rows. Not for use by several threads.
 */
public final class TableHasher {

  private static final String ORDERED = "millrace-table-ordered-v1";
  private static final String UNORDERED = "millrace-table-unordered-v1";
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int WORDS = Sha256.LENGTH / Long.BYTES;

  private final byte[] unorderedHead;
  private final MessageDigest ordered = Sha256.newDigest();
  private final long[] sum = new long[WORDS];
  private long rows;

  /**
   * A table without rows.
   *
   * @param columns their names in order
   */
  public TableHasher(List<String> columns) {
    ordered.update(head(ORDERED, columns));
    this.unorderedHead = head(UNORDERED, columns);
  }

  /** The hashes of a table. */
  public record Hashes(String ordered, String unordered, long rows) {}

  /** Adds the next row by its hash. */
  public void add(byte[] rowHash) {
    ordered.update(rowHash, 0, Sha256.LENGTH);
    long carry = 0;
    for (int i = WORDS - 1; i >= 0; i--) {
      long word = (long) LONG.get(rowHash, i * Long.BYTES);
      long added = sum[i] + word;
      long carried = added + carry;
      carry =
          Long.compareUnsigned(added, word) < 0 || Long.compareUnsigned(carried, added) < 0 ? 1 : 0;
      sum[i] = carried;
    }
    rows++;
  }

  /** The hashes of the rows so far; no row can be added behind that. */
  public Hashes finish() {
    byte[] count = ByteBuffer.allocate(Long.BYTES).putLong(rows).array();
    ordered.update(count);
    MessageDigest unordered = Sha256.newDigest();
    unordered.update(unorderedHead);
    unordered.update(count);
    ByteBuffer total = ByteBuffer.allocate(Sha256.LENGTH);
    for (long word : sum) {
      total.putLong(word);
    }
    unordered.update(total.array());
    return new Hashes(Sha256.hex(ordered), Sha256.hex(unordered), rows);
  }

  private static byte[] head(String label, List<String> columns) {
    RowHasher names = new RowHasher();
    columns.forEach(names::add);
    byte[] encoded = names.finishEncoded();
    byte[] text = label.getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(text.length + Integer.BYTES + encoded.length)
        .put(text)
        .putInt(columns.size())
        .put(encoded)
        .array();
  }
}
