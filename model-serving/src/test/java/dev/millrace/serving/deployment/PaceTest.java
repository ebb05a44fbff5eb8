package dev.millrace.serving.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long QUICK = 20_000;
  private static final long SLOW = 3_000_000;

  private final Pace pace = new Pace();

  @Test
  void nobodyIsQuickBeforeItWasSeen() {
    assertThat(pace.isQuick()).isFalse();
    pace.answered(QUICK);
    assertThat(pace.isQuick()).isFalse();
  }

  @Test
  void whoAnswersQuicklyForAWhileIs() {
    answered(500, QUICK);
    assertThat(pace.isQuick()).isTrue();
  }

  @Test
  void oneSlowAnswerChangesNothing() {
    answered(500, QUICK);
    pace.answered(10 * SLOW);
    assertThat(pace.isQuick()).isTrue();
  }

  @Test
  void whoBecomesSlowIsFoundOutWithinSixtyAnswers() {
    answered(500, QUICK);
    answered(60, SLOW);
    assertThat(pace.isQuick()).isFalse();
  }

  /** Neither goes back and forth with every answer. */
  @Test
  void inBetweenItStaysAsItWas() {
    answered(500, 700_000);
    assertThat(pace.isQuick()).isFalse();
    answered(500, QUICK);
    answered(500, 700_000);
    assertThat(pace.isQuick()).isTrue();
  }

  private void answered(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      pace.answered(nanos);
    }
  }
}
