package dev.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SampleTest {

  @Test
  void quantilesAreTheLatenciesThatSoManyDidNotExceed() {
    long[] oneToHundredMillis = LongStream.rangeClosed(1, 100).map(ms -> ms * 1_000_000).toArray();
    Sample sample = new Sample(2.0, oneToHundredMillis, 0, null);

    assertThat(sample.latencyMillis(0.5)).isEqualTo(50);
    assertThat(sample.latencyMillis(0.99)).isEqualTo(99);
    assertThat(sample.latencyMillis(1)).isEqualTo(100);
    assertThat(sample.rate()).isEqualTo(50);
  }

  @Test
  void sampleWithoutSuccessHasNoLatency() {
    assertThat(new Sample(1, new long[0], 3, "refused").latencyMillis(0.5)).isNaN();
  }

  @Test
  void pooledRoundsKeepAllLatenciesSorted() {
    Sample pooled =
        Sample.pooled(
            List.of(
                new Sample(1, new long[] {1, 5}, 1, null),
                new Sample(2, new long[] {2, 3}, 0, "later")));

    assertThat(pooled.latencyNanos()).containsExactly(1, 2, 3, 5);
    assertThat(pooled.seconds()).isEqualTo(3);
    assertThat(pooled.errors()).isEqualTo(1);
    assertThat(pooled.firstError()).isEqualTo("later");
  }
}
