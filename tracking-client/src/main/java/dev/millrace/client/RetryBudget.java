package dev.millrace.client;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The waits of one call between its attempts: they double from 100 ms to at most 10 s, with a
 * quarter of jitter so that many clients do not come back in step, and together stay within the
 * call's total time. What a server asks for in {@code Retry-After} is honoured.
 */
final class RetryBudget {

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private final long startNanos = System.nanoTime();
  private final Duration total;
  private Duration nextWait = FIRST_WAIT;
  private int attempts;

  RetryBudget(Duration total) {
    this.total = total;
  }

  void countAttempt() {
    attempts++;
  }

  int attempts() {
    return attempts;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  /**
   * Waits before the next attempt.
   *
   * @return false, without waiting, where the next attempt would begin after the total time
   */
  boolean await(Optional<Duration> askedByServer) throws InterruptedException {
    Duration wait = askedByServer.orElseGet(this::withJitter);
    if (elapsed().plus(wait).compareTo(total) >= 0) {
      return false;
    }
    nextWait = min(nextWait.multipliedBy(2), LONGEST_WAIT);
    Thread.sleep(wait.toMillis());
    return true;
  }

  private Duration withJitter() {
    long millis = nextWait.toMillis();
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 4 + 1));
  }

  /** {@code Retry-After} in either of its forms: seconds, or an HTTP date. */
  static Optional<Duration> retryAfter(@Nullable String header) {
    return Optional.ofNullable(header).flatMap(RetryBudget::parse);
  }

  private static Optional<Duration> parse(String value) {
    try {
      return Optional.of(Duration.ofSeconds(Math.max(0, Long.parseLong(value.strip()))));
    } catch (NumberFormatException notSeconds) {
      return parseDate(value);
    }
  }

  private static Optional<Duration> parseDate(String value) {
    try {
      Instant at = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration wait = Duration.between(Instant.now(), at);
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeParseException neither) {
      return Optional.empty();
    }
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
