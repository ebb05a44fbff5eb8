package dev.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class LoadDriverTest {

  private static final Duration ROUND = Duration.ofMillis(100);

  @Test
  void everyOperationIsCountedOnceAndNumberedOnce() {
    Set<String> seen = ConcurrentHashMap.newKeySet();
    try (LoadDriver driver = new LoadDriver(4)) {
      Sample sample =
          driver.drive(
              (worker, sequence) -> assertThat(seen.add(worker + "/" + sequence)).isTrue(),
              ROUND,
              driver.newSequences());

      assertThat(sample.latencyNanos()).hasSize(seen.size()).isSorted();
      assertThat(sample.errors()).isZero();
      assertThat(sample.seconds()).isGreaterThanOrEqualTo(0.1);
    }
  }

  @Test
  void numbersGoOnInTheNextRound() {
    try (LoadDriver driver = new LoadDriver(1)) {
      var sequences = driver.newSequences();
      Set<Long> seen = ConcurrentHashMap.newKeySet();
      Load load = (worker, sequence) -> assertThat(seen.add(sequence)).isTrue();

      Sample first = driver.drive(load, ROUND, sequences);
      Sample second = driver.drive(load, ROUND, sequences);

      assertThat(seen).hasSize(first.latencyNanos().length + second.latencyNanos().length);
    }
  }

  @Test
  void failedOperationsAreCountedApartAndTheFirstIsQuoted() {
    try (LoadDriver driver = new LoadDriver(1)) {
      Sample sample =
          driver.drive(
              (worker, sequence) -> {
                if (sequence % 2 == 0) {
                  throw new FailedCall("number " + sequence);
                }
              },
              ROUND,
              driver.newSequences());

      assertThat(sample.errors()).isPositive();
      assertThat(sample.latencyNanos()).isNotEmpty();
      assertThat(sample.firstError()).isEqualTo("number 0");
    }
  }
}
