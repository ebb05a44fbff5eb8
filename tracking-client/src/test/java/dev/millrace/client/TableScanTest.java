package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.millrace.core.data.RowSketch;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.datasketches.memory.Memory;
import org.apache.datasketches.theta.CompactSketch;
import org.junit.jupiter.api.Test;

class TableScanTest {

  private static RowSketch sketch(int from, int to) {
    return Dataset.ofTable("t", List.of("n"), IntStream.range(from, to).mapToObj(List::of))
        .table()
        .rowSketch();
  }

  @Test
  void sharedRowsAreEstimated() {
    RowSketch training = sketch(0, 100_000);
    RowSketch evaluation = sketch(95_000, 105_000);
    assertThat(training.overlap(evaluation).estimate()).isBetween(4_400.0, 5_600.0);
    assertThat(training.overlap(sketch(200_000, 300_000)).samples()).isZero();
    assertThat(sketch(0, 1000).overlap(sketch(900, 2000)))
        .isEqualTo(new RowSketch.Overlap(100, 1.0));
  }

  @Test
  void sketchIsOneOfDataSketches() {
    // Their reader refuses a JDK that it does not know.
    assumeTrue(Runtime.version().feature() <= 21);
    for (RowSketch sketch : List.of(sketch(0, 0), sketch(0, 5), sketch(0, 50_000))) {
      CompactSketch theirs = CompactSketch.heapify(Memory.wrap(sketch.bytes()));
      assertThat(theirs.getEstimate()).isEqualTo(sketch.distinctRows());
      assertThat(theirs.isOrdered()).isTrue();
    }
  }
}
