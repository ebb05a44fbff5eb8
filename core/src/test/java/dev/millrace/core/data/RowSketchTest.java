package dev.millrace.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowSketchTest {

  private static final long ALL = Long.MAX_VALUE;

  @Test
  void bytesAreReadBack() {
    RowSketch sketch = RowSketch.of(ALL / 2, new long[] {5, 3, 1000});
    RowSketch again = RowSketch.parse(sketch.bytes());
    assertThat(again.bytes()).isEqualTo(sketch.bytes());
    assertThat(again.distinctRows()).isEqualTo(6.0);
    assertThat(RowSketch.parse(RowSketch.of(ALL, new long[0]).bytes()).distinctRows()).isZero();
  }

  @Test
  void overlapIsCountedBelowTheSmallerTheta() {
    RowSketch complete = RowSketch.of(ALL, new long[] {1, 2, 3, ALL - 1});
    RowSketch sampled = RowSketch.of(ALL / 4, new long[] {2, 3, 4});
    assertThat(complete.overlap(sampled).estimate()).isEqualTo(8.0);
    assertThat(sampled.overlap(complete).samples()).isEqualTo(2);
    assertThat(complete.overlap(complete)).isEqualTo(new RowSketch.Overlap(4, 1.0));
  }

  @Test
  void whatIsNoSketchIsRefusedWithTheReason() {
    byte[] good = RowSketch.of(ALL, new long[] {1, 2, 3}).bytes();
    assertRefused(new byte[0], "preamble");
    assertRefused(Arrays.copyOf(good, good.length - 1), "length");
    assertRefused(new byte[RowSketch.MAX_BYTES + 1], "longer");
    assertRefused(with(good, 0, 1), "3 longs");
    assertRefused(with(good, 1, 2), "serial version");
    assertRefused(with(good, 2, 1), "compact Theta");
    assertRefused(with(good, 5, 2), "compact and ordered");
    assertRefused(with(good, 6, 0), "seed");
    assertRefused(with(good, 11, 0x7f), "length");
    assertRefused(with(good, 23, 0xff), "theta");
    assertRefused(with(good, 24, 9), "in order");
    assertRefused(with(good, 24, 0), "in order");
  }

  @Test
  void noBytesBreakTheReader() {
    Random random = new Random(11);
    byte[] good = RowSketch.of(ALL, new long[] {1L << 40, 1L << 50, 1L << 60}).bytes();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int changes = random.nextInt(4); changes >= 0; changes--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(RowSketch.parse(bytes).distinctRows()).isBetween(0.0, Double.MAX_VALUE);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageStartingWith("This is no sketch of rows");
      }
    }
  }

  private static byte[] with(byte[] bytes, int place, int value) {
    byte[] changed = bytes.clone();
    changed[place] = (byte) value;
    return changed;
  }

  private static void assertRefused(byte[] bytes, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RowSketch.parse(bytes))
        .withMessageContaining(reason);
  }
}
