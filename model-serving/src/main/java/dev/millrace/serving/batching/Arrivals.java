package dev.millrace.serving.batching;

/** How quickly requests follow each other, as a moving average; guarded by its user's lock. */
final class Arrivals {

  private static final int WEIGHT_OF_LAST = 8;
  private static final long LONGEST_GAP_NANOS = 1_000_000_000;

  private long lastNanos;
  private long meanGapNanos = LONGEST_GAP_NANOS;

  /**
   * A request came.
   *
   * @param nanos the time, by {@link System#nanoTime}
   */
  void came(long nanos) {
    long gap = Math.max(0, Math.min(LONGEST_GAP_NANOS, nanos - lastNanos));
    lastNanos = nanos;
    meanGapNanos += (gap - meanGapNanos) / WEIGHT_OF_LAST;
  }

  /**
   * How long it is worth to wait for the next one: twice as long as they took lately. 0 where that
   * is longer than one may wait at all.
   */
  long worthWaitingNanos(long mostNanos) {
    long patience = 2 * meanGapNanos;
    return patience < mostNanos ? patience : 0;
  }
}
