package dev.millrace.registry.webhook.delivery;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** When a delivery is tried again. */
final class RetrySchedule {

  private final Duration first;
  private final Duration longest;

  RetrySchedule(Duration first, Duration longest) {
    this.first = first;
    this.longest = longest;
  }

  /**
   * The pause after so many attempts: doubled with each, and up to the first pause again by chance,
   * so that what failed together does not come back together. What the receiver asks for counts
   * where it is longer; nothing counts beyond the longest.
   */
  Duration pauseAfter(int attempts, @Nullable Duration asked) {
    int doublings = Math.min(Math.max(attempts - 1, 0), 30);
    Duration backoff = shorter(first.multipliedBy(1L << doublings), longest);
    Duration jitter = Duration.ofMillis(ThreadLocalRandom.current().nextLong(first.toMillis() + 1));
    Duration pause = backoff.plus(jitter);
    return asked == null || asked.compareTo(pause) <= 0 ? pause : shorter(asked, longest);
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
