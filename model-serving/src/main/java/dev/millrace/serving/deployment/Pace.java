package dev.millrace.serving.deployment;

/**
 * How long a deployment takes for an answer, as a moving average. It counts as slow until it has
 * shown itself to be quick.
 */
final class Pace {

  private static final int WEIGHT_OF_LAST = 64;
  private static final long QUICK_NANOS = 500_000;
  private static final long SLOW_NANOS = 1_000_000;

  // Written by many at once: an answer that is lost in between is no loss.
  private volatile long averageNanos = 2 * SLOW_NANOS;
  private volatile boolean quick;

  /** A request was answered in this time. */
  void answered(long nanos) {
    long average = averageNanos + (nanos - averageNanos) / WEIGHT_OF_LAST;
    averageNanos = average;
    if (average > SLOW_NANOS) {
      setQuick(false);
    } else if (average < QUICK_NANOS) {
      setQuick(true);
    }
  }

  /** Whether answers take so little that waiting for one is cheaper than going elsewhere. */
  boolean isQuick() {
    return quick;
  }

  private void setQuick(boolean now) {
    if (quick != now) {
      quick = now;
    }
  }
}
