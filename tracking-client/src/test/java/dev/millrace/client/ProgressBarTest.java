package dev.millrace.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

  private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
  private final AtomicLong nanos = new AtomicLong();

  private final Progress bar = bar("a\u001b.csv", ProgressBar.Unit.BYTES);

  private Progress bar(String what, ProgressBar.Unit unit) {
    return new ProgressBar(
        what, unit, new PrintStream(screen, true, StandardCharsets.UTF_8), nanos::get);
  }

  private String shown() {
    String text = screen.toString(StandardCharsets.UTF_8);
    screen.reset();
    return text;
  }

  @Test
  void whatIsDoneInAMomentShowsNothing() {
    bar.advanced(10, 10);
    assertThat(shown()).isEmpty();
  }

  @Test
  void longWorkIsShownNowAndThenAndWipedAtItsEnd() {
    nanos.set(2_000_000_000L);
    bar.advanced(500_000_000, 2_000_000_000);
    assertThat(shown())
        .isEqualTo(
            "\r\u001b[Ka .csv  [#######-----------------------] 25 %  500 MB, 250 MB/s  6 s left");
    bar.advanced(500_000_001, 2_000_000_000);
    assertThat(shown()).isEmpty();
    nanos.set(2_100_000_000L);
    bar.advanced(2_000_000_000, 2_000_000_000);
    assertThat(shown()).isEqualTo("\r\u001b[K");
  }

  @Test
  void workThatEndsBeforeItsEndLeavesNoBar() {
    nanos.set(2_000_000_000L);
    bar.advanced(1, 2);
    assertThat(shown()).contains("50 %");
    bar.ended();
    assertThat(shown()).isEqualTo("\r\u001b[K");
    bar.ended();
    assertThat(shown()).isEmpty();
  }

  @Test
  void rowsAreCountedAsSuch() {
    Progress rows = bar("t", ProgressBar.Unit.ROWS);
    nanos.set(2_000_000_000L);
    rows.advanced(1_000_000, Progress.UNKNOWN);
    assertThat(shown()).isEqualTo("\r\u001b[Kt  1,000,000 rows, 500,000 rows/s");
  }

  @Test
  void libraryIsSilentWhereThereIsNoTerminal() {
    assertThat(ProgressBar.isTerminal()).isFalse();
    assertThat(Progress.onTerminal("x")).isSameAs(Progress.NONE);
    assertThat(Progress.ofRowsOnTerminal("x")).isSameAs(Progress.NONE);
  }
}
