package dev.millrace.tracking.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvenSampleTest {

  @Test
  void firstOfEachTileStaysAndTheLastPointOfAll() {
    assertThat(EvenSample.of(10, 3)).containsExactly(0L, 4L, 9L);
    assertThat(EvenSample.of(9, 3)).containsExactly(0L, 3L, 8L);
    assertThat(EvenSample.of(1_000, 1)).containsExactly(999L);
  }

  @Test
  void fewPointsStayAsTheyAre() {
    assertThat(EvenSample.of(3, 3)).containsExactly(0L, 1L, 2L);
    assertThat(EvenSample.of(2, 3)).containsExactly(0L, 1L);
    assertThat(EvenSample.of(0, 3)).isEmpty();
    assertThat(EvenSample.of(-4, 3)).isEmpty();
  }

  @Test
  void tilesAreThoseOfNtileForEverySize() {
    for (int total = 1; total <= 60; total++) {
      for (int most = 1; most <= 60; most++) {
        assertThat(EvenSample.of(total, most).boxed().toList())
            .as("%d of %d", most, total)
            .isEqualTo(byCounting(total, most));
      }
    }
  }

  /** Deals the points out one by one, as the standard words ntile. */
  private static List<Long> byCounting(int total, int most) {
    List<Long> starts = new ArrayList<>();
    long next = 0;
    for (int tile = 0; tile < most && next < total; tile++) {
      starts.add(next);
      next += total / most + (tile < total % most ? 1 : 0);
    }
    starts.set(starts.size() - 1, total - 1L);
    return starts;
  }
}
