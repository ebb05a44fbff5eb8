package dev.millrace.tracking.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.tracking.change.RunChange;
import dev.millrace.tracking.change.RunChanges;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ChangeNoticeTest {

  @Test
  void whatIsWrittenIsReadInAsManyNoticesAsItTakes() {
    Map<String, Set<RunChange>> runs = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      runs.put(
          UUID.randomUUID().toString().replace("-", ""),
          i % 2 == 0
              ? EnumSet.of(RunChange.METRICS)
              : EnumSet.of(RunChange.CREATED, RunChange.UPDATED, RunChange.RECOVERED));
    }
    List<String> payloads = ChangeNotice.write(new RunChanges.Drained(runs, false));
    assertThat(payloads).hasSizeBetween(9, 12).allMatch(p -> p.length() <= 7_900);
    assertThat(ChangeNotice.read(payloads)).isEqualTo(new ChangeNotice(runs, false));
  }

  @Test
  void noticesOfOneRunAddUp() {
    assertThat(ChangeNotice.read(List.of("a:0", "a:4,b:1")))
        .isEqualTo(
            new ChangeNotice(
                Map.of(
                    "a", EnumSet.of(RunChange.CREATED, RunChange.METRICS),
                    "b", EnumSet.of(RunChange.UPDATED)),
                false));
  }

  @Test
  void tooMuchIsToldAsSuch() {
    List<String> payloads = ChangeNotice.write(new RunChanges.Drained(Map.of(), true));
    assertThat(ChangeNotice.read(payloads).overflowed()).isTrue();
  }

  @Test
  void whatCannotBeReadCountsAsTooMuch() {
    for (String payload : List.of("", ":", "a", "a:", "a:x", "a:99", "a:-1", "a:1,,b:1")) {
      assertThat(ChangeNotice.read(List.of(payload)).overflowed()).as(payload).isTrue();
    }
  }
}
