package dev.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlingTest {

  private final Settling settling = new Settling();

  @Test
  void goesOnWhileTheRateGrows() {
    for (int slice = 1; slice <= 8; slice++) {
      settling.add(100 * slice);
      assertThat(settling.isOver()).isFalse();
    }
  }

  @Test
  void aDipIsNoEndOfGrowth() {
    add(100, 90, 80, 90, 140);

    assertThat(settling.isOver()).isFalse();
  }

  @Test
  void endsAfterFourSlicesThatGrewNoMore() {
    add(100, 200, 201, 195, 205, 199);

    assertThat(settling.isOver()).isTrue();
  }

  @Test
  void growthInSmallStepsIsSeenAgainstTheBestSoFar() {
    add(100, 104, 105, 106, 110);

    assertThat(settling.isOver()).isTrue();
  }

  @Test
  void endsSomeTime() {
    double rate = 1;
    for (int slice = 1; slice <= 29; slice++) {
      settling.add(rate *= 2);
    }
    assertThat(settling.isOver()).isFalse();

    settling.add(rate * 2);

    assertThat(settling.isOver()).isTrue();
  }

  private void add(double... rates) {
    for (double rate : rates) {
      settling.add(rate);
    }
  }
}
