package dev.millrace.serving.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettlingPaceTest {

  private static final long MILLI = 1_000_000;

  private final SettlingPace pace = new SettlingPace();

  @Test
  void whatBecomesQuickerIsNotSettled() {
    for (long millis = 64; millis >= 1; millis /= 2) {
      stretch(millis * MILLI);
      assertThat(pace.isSettled()).isFalse();
    }
    stretch(MILLI);
    assertThat(pace.isSettled()).as("once may be chance").isFalse();
    stretch(MILLI);
    assertThat(pace.isSettled()).isTrue();
  }

  @Test
  void whatIsQuickIsJudgedByManyTimes() {
    for (int i = 0; i < 1_000; i++) {
      pace.took(MILLI / 100);
    }
    assertThat(pace.isSettled()).as("two stretches of five milliseconds").isFalse();
    for (int i = 0; i < 1_000; i++) {
      pace.took(MILLI / 100);
    }
    assertThat(pace.isSettled()).isTrue();
  }

  /** Five times of one duration. */
  private void stretch(long nanos) {
    for (int i = 0; i < 5; i++) {
      pace.took(nanos);
    }
  }
}
