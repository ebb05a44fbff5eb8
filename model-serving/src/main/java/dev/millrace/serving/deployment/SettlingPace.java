package dev.millrace.serving.deployment;

/**
 * Tells when what is done again and again has become as quick as it gets: when the mean of two
 * stretches of time in a row is not below the best one before.
 */
final class SettlingPace {

  private static final int FEWEST = 5;
  private static final long STRETCH_NANOS = 5_000_000;
  private static final double WORTH_MENTIONING = 0.95;
  private static final int STRETCHES_IN_ROW = 2;

  private int count;
  private long nanos;
  private double best = Double.MAX_VALUE;
  private int noBetter;

  /** It was done once more, in this time. */
  void took(long took) {
    count++;
    nanos += took;
    if (count >= FEWEST && nanos >= STRETCH_NANOS) {
      double mean = (double) nanos / count;
      noBetter = mean < best * WORTH_MENTIONING ? 0 : noBetter + 1;
      best = Math.min(best, mean);
      count = 0;
      nanos = 0;
    }
  }

  boolean isSettled() {
    return noBetter >= STRETCHES_IN_ROW;
  }
}
