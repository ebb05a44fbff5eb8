package dev.millrace.serving.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.core.error.MlflowException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clocks in Berlin leap from 2 to 3 on 2026-03-29, and show 2 to 3 twice on 2026-10-25. */
class CronTimesTest {

  private static final String BERLIN = "Europe/Berlin";
  private static final ZoneId ZONE = ZoneId.of(BERLIN);

  private static long at(String local) {
    return LocalDateTime.parse(local).atZone(ZONE).toInstant().toEpochMilli();
  }

  /** The times of a day, with their offsets. */
  private static List<String> timesOf(String cron, String day) {
    CronTimes times = CronTimes.of(cron, BERLIN);
    long end = at(day + "T23:59:59");
    List<String> found = new ArrayList<>();
    Long next = times.nextAfter(at(day + "T00:00:00") - 1);
    while (next != null && next <= end) {
      found.add(text(next));
      next = times.nextAfter(next);
    }
    return found;
  }

  /** The same, backwards. */
  private static List<String> lastTimesOf(String cron, String day) {
    CronTimes times = CronTimes.of(cron, BERLIN);
    long start = at(day + "T00:00:00");
    List<String> found = new ArrayList<>();
    Long last = times.lastUpTo(at(day + "T23:59:59"));
    while (last != null && last >= start) {
      found.add(text(last));
      last = times.lastUpTo(last - 1);
    }
    Collections.reverse(found);
    return found;
  }

  private static String text(long millis) {
    return Instant.ofEpochMilli(millis).atZone(ZONE).toOffsetDateTime().toString().substring(11);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * *     | 2026-03-28 | 02:30+01:00
          30 2 * * *     | 2026-03-29 | 03:30+02:00
          0 2 * * *      | 2026-03-29 | 03:00+02:00
          15,45 2 * * *  | 2026-03-29 | 03:15+02:00 03:45+02:00
          0 2,3 * * *    | 2026-03-29 | 03:00+02:00
          30 2 * * *     | 2026-10-25 | 02:30+02:00
          15,45 2 * * *  | 2026-10-25 | 02:15+02:00 02:45+02:00
          0 3 * * *      | 2026-10-25 | 03:00+01:00
          """)
  void whatNamesItsHoursRunsOnceForEachTimeItNames(String cron, String day, String times) {
    assertThat(timesOf(cron, day)).containsExactly(times.split(" "));
    assertThat(lastTimesOf(cron, day)).containsExactly(times.split(" "));
  }

  @ParameterizedTest
  @CsvSource({"2026-03-29,23", "2026-10-25,25", "2026-06-01,24"})
  void whatRunsEveryHourRunsByTheTimeThatPasses(String day, int hours) {
    assertThat(timesOf("0 * * * *", day)).hasSize(hours).isEqualTo(lastTimesOf("0 * * * *", day));
    assertThat(timesOf("*/30 * * * *", day)).hasSize(2 * hours);
  }

  @Test
  void aTimeWithinTheLeapIsNotLostAfterIt() {
    CronTimes times = CronTimes.of("30 2 * * *", BERLIN);
    long leapt = at("2026-03-29T03:30:00");
    assertThat(times.nextAfter(at("2026-03-29T03:10:00"))).isEqualTo(leapt);
    assertThat(times.nextAfter(leapt)).isEqualTo(at("2026-03-30T02:30:00"));
    assertThat(times.lastUpTo(leapt)).isEqualTo(leapt);
    assertThat(times.lastUpTo(leapt - 1)).isEqualTo(at("2026-03-28T02:30:00"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * * *", "61 * * * *", "a b c d e", "@daily", "* * * * * *"})
  void whatIsNoCronNamesTheField(String cron) {
    assertThatThrownBy(() -> CronTimes.of(cron, "UTC"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("'cron'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Berlin", "Europe/Berlin;x", "../etc"})
  void whatIsNoZoneNamesTheField(String zone) {
    assertThatThrownBy(() -> CronTimes.of("* * * * *", zone))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("'time_zone'");
  }

  @Test
  void aDayThatNeverComesIsNoTime() {
    assertThat(CronTimes.of("0 0 30 2 *", "UTC").nextAfter(0)).isNull();
  }
}
