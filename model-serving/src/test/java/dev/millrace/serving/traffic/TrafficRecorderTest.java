package dev.millrace.serving.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TrafficRecorderTest {

  private final FakeCounts counts = new FakeCounts();
  private Map<Long, Long> taken = Map.of();
  private long minute = 100;
  private final TrafficRecorder recorder =
      new TrafficRecorder(counts, () -> taken, () -> minute, 1_000);

  @Test
  void whatCouldNotBeToldForAWhileIsToldWithTheMinutesThatItCameIn() {
    counts.away = true;
    tell(100, Map.of(1L, 5L));
    tell(100, Map.of(1L, 6L, 2L, 1L));
    tell(101, Map.of());
    counts.away = false;
    tell(102, Map.of(1L, 7L));
    tell(103, Map.of());

    assertThat(counts.requests)
        .containsExactlyInAnyOrder(
            new MinuteCount(100, 1, 11), new MinuteCount(100, 2, 1), new MinuteCount(102, 1, 7));
  }

  @Test
  void ofALongOutageTheOldestMinutesAreForgotten() {
    counts.away = true;
    for (long each = 0; each < 2_000; each++) {
      tell(each, Map.of(1L, 1L));
    }
    counts.away = false;
    tell(2_000, Map.of());

    assertThat(counts.requests).hasSize(24 * 60);
    assertThat(counts.requests.get(0).minute()).isEqualTo(2_000 - 24 * 60);
  }

  private void tell(long now, Map<Long, Long> more) {
    minute = now;
    taken = more;
    recorder.tell();
  }
}
