package dev.millrace.serving.batch;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The times that a cron expression of five fields names in a time zone. Where clocks change, as
 * cron does it: what runs in every hour, or every few, runs by the time that passes. What names its
 * hours runs once for each time it names, that much later where clocks leap over it, and at the
 * first of two.
 */
final class CronTimes {

  private static final int LONGEST = 255;

  /** No clock has ever been set by more but for changes of the date line. */
  private static final Duration FURTHEST_SET = Duration.ofHours(3);

  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final ExecutionTime times;
  private final ZoneId zone;
  private final boolean namesHours;

  private CronTimes(ExecutionTime times, ZoneId zone, boolean namesHours) {
    this.times = times;
    this.zone = zone;
    this.namesHours = namesHours;
  }

  /**
   * Reads an expression.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE where it is none, or there is no such zone
   */
  static CronTimes of(String cron, String timeZone) {
    if (cron.length() > LONGEST) {
      throw MlflowException.invalidParameter(
          "Parameter 'cron' is longer than " + LONGEST + " characters.");
    }
    String[] fields = cron.strip().split("\\s+");
    return new CronTimes(
        parse(cron), zone(timeZone), !(fields.length > 1 && fields[1].startsWith("*")));
  }

  private static ExecutionTime parse(String cron) {
    try {
      return ExecutionTime.forCron(PARSER.parse(cron).validate());
    } catch (IllegalArgumentException e) {
      throw new MlflowException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Parameter 'cron' has five fields (minute, hour, day of the month, month, day of the"
              + " week), such as '30 2 * * 1-5': "
              + e.getMessage(),
          e);
    }
  }

  static ZoneId zone(String timeZone) {
    try {
      return ZoneId.of(timeZone);
    } catch (DateTimeException e) {
      throw MlflowException.invalidParameter(
          "Parameter 'time_zone' must be the name of a zone, such as 'UTC' or 'Europe/Berlin'.");
    }
  }

  /** The first time after this one; null where there is none. Milliseconds since the epoch. */
  @Nullable Long nextAfter(long millis) {
    ZonedDateTime from = Instant.ofEpochMilli(millis).atZone(zone);
    if (!namesHours) {
      return millis(times.nextExecution(from));
    }
    Optional<ZonedDateTime> named = times.nextExecution(clock(from).minus(FURTHEST_SET));
    while (named.isPresent() && moment(named.get()) <= millis) {
      named = times.nextExecution(named.get());
    }
    return named.map(this::moment).orElse(null);
  }

  /** The last time up to this one, included; null where there is none. */
  @Nullable Long lastUpTo(long millis) {
    ZonedDateTime from = Instant.ofEpochMilli(millis + 1).atZone(zone);
    if (!namesHours) {
      return millis(times.lastExecution(from));
    }
    Optional<ZonedDateTime> named = times.lastExecution(clock(from).plus(FURTHEST_SET));
    while (named.isPresent() && moment(named.get()) > millis) {
      named = times.lastExecution(named.get());
    }
    return named.map(this::moment).orElse(null);
  }

  /** What the clock shows, on a line of time without leaps. */
  private static ZonedDateTime clock(ZonedDateTime time) {
    return time.toLocalDateTime().atZone(ZoneOffset.UTC);
  }

  /** When the clock shows that; later by the leap where it never does, the first time of two. */
  private long moment(ZonedDateTime clock) {
    return clock.toLocalDateTime().atZone(zone).toInstant().toEpochMilli();
  }

  private static @Nullable Long millis(Optional<ZonedDateTime> time) {
    return time.map(found -> found.toInstant().toEpochMilli()).orElse(null);
  }
}
