package dev.millrace.serving.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.serving.ShadowReport.Difference;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShadowRecorderTest {

  private static final ShadowOf REFUSED = new ShadowOf(1, "refused");
  private static final ShadowOf OTHER = new ShadowOf(2, "other");

  private final FakeCounts counts = new FakeCounts();
  private Map<ShadowOf, ShadowCounts> taken = Map.of();
  private final ShadowRecorder recorder = new ShadowRecorder(counts, () -> taken, 1_000);

  @Test
  void oneThatIsNotTakenHoldsUpNoOther() {
    counts.refused = REFUSED::equals;
    taken = Map.of(REFUSED, counts(1), OTHER, counts(1));
    recorder.write();
    recorder.write();
    taken = Map.of();
    counts.refused = shadow -> false;
    recorder.write();

    assertThat(counts.shadowed.get(OTHER).different()).isEqualTo(2);
    assertThat(counts.shadowed.get(REFUSED).different()).isEqualTo(2);
  }

  @Test
  void ofDifferencesThatWaitTheLastAreKept() {
    counts.away = true;
    for (int i = 1; i <= 100; i++) {
      taken = Map.of(OTHER, counts(i));
      recorder.write();
    }
    counts.away = false;
    taken = Map.of();
    recorder.write();

    ShadowCounts told = counts.shadowed.get(OTHER);
    assertThat(told.different()).isEqualTo(100);
    assertThat(told.differences())
        .hasSize(ShadowCounts.MOST_DIFFERENCES)
        .first()
        .extracting(Difference::at)
        .isEqualTo(81L);
  }

  private static ShadowCounts counts(int at) {
    return new ShadowCounts(0, 1, 0, 0, List.of(new Difference(at, "1", "2", "differs")));
  }
}
