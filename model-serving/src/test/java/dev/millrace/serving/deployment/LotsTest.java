package dev.millrace.serving.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LotsTest {

  private static final List<String> NAMES = List.of("primary", "a", "b");
  private static final int KEYS = 100_000;

  @Test
  void keysAreSpreadByWeight() {
    int[] winners = winners("iris", 70, 20, 10);
    assertThat(share(winners, 0)).isCloseTo(0.7, within(0.01));
    assertThat(share(winners, 1)).isCloseTo(0.2, within(0.01));
    assertThat(share(winners, 2)).isCloseTo(0.1, within(0.01));
  }

  @Test
  void requestsWithoutAKeyAreSpreadByWeightToo() {
    Lots lots = new Lots("iris", NAMES, new double[] {70, 20, 10});
    int[] winners = IntStream.range(0, KEYS).map(i -> lots.winner(Lots.of(null))).toArray();
    assertThat(share(winners, 1)).isCloseTo(0.2, within(0.01));
  }

  @Test
  void aGreaterWeightTakesKeysAndLosesNone() {
    int[] before = winners("iris", 80, 10, 10);
    int[] after = winners("iris", 70, 20, 10);
    long lostByA = changed(before, after, 1, -1);
    long wonByA = changed(before, after, -1, 1);
    long others = changed(before, after, -1, -1) - wonByA;
    assertThat(lostByA).isZero();
    assertThat(wonByA / (double) KEYS).isCloseTo(0.1, within(0.01));
    assertThat(others / (double) KEYS).as("keys between the others").isLessThan(0.02);
  }

  @Test
  void nobodyWithoutAWeightWins() {
    assertThat(winners("iris", 0, 100, 0)).containsOnly(1);
    assertThat(new Lots("iris", NAMES, new double[3]).winner(Lots.of("x"))).isEqualTo(-1);
  }

  @Test
  void theLuckOfAKeyIsAnotherBehindAnotherEndpoint() {
    int[] iris = winners("iris", 50, 50, 0);
    int[] wine = winners("wine", 50, 50, 0);
    long same = IntStream.range(0, KEYS).filter(i -> iris[i] == wine[i]).count();
    assertThat(same / (double) KEYS).isCloseTo(0.5, within(0.02));
  }

  private static int[] winners(String endpoint, double... weights) {
    Lots lots = new Lots(endpoint, NAMES, weights);
    return IntStream.range(0, KEYS).map(i -> lots.winner(Lots.of("customer-" + i))).toArray();
  }

  private static double share(int[] winners, int who) {
    return IntStream.of(winners).filter(winner -> winner == who).count() / (double) KEYS;
  }

  /** How many keys went from one to another; -1 is any. */
  private static long changed(int[] before, int[] after, int from, int to) {
    return IntStream.range(0, KEYS)
        .filter(i -> before[i] != after[i])
        .filter(i -> (from < 0 || before[i] == from) && (to < 0 || after[i] == to))
        .count();
  }
}
