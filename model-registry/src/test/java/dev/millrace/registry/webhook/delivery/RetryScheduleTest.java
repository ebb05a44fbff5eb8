package dev.millrace.registry.webhook.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class RetryScheduleTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RetrySchedule schedule = new RetrySchedule(SECOND, Duration.ofMinutes(1));

  @RepeatedTest(20)
  void pausesDoubleUpToTheLongest() {
    for (int attempt = 1; attempt <= 6; attempt++) {
      assertThat(schedule.pauseAfter(attempt, null))
          .isBetween(SECOND.multipliedBy(1L << (attempt - 1)), SECOND.multipliedBy(33));
    }
    assertThat(schedule.pauseAfter(1, null)).isLessThanOrEqualTo(SECOND.multipliedBy(2));
    assertThat(schedule.pauseAfter(7, null))
        .isBetween(SECOND.multipliedBy(60), SECOND.multipliedBy(61));
    assertThat(schedule.pauseAfter(5_000, null)).isLessThanOrEqualTo(SECOND.multipliedBy(61));
  }

  @RepeatedTest(5)
  void whatTheReceiverAsksForCountsWhereItIsLonger() {
    assertThat(schedule.pauseAfter(1, Duration.ofSeconds(30))).isEqualTo(Duration.ofSeconds(30));
    assertThat(schedule.pauseAfter(1, Duration.ofHours(1))).isEqualTo(Duration.ofMinutes(1));
    assertThat(schedule.pauseAfter(6, SECOND)).isGreaterThan(SECOND.multipliedBy(31));
  }
}
