package dev.millrace.serving.canary;

import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Counts of answers by the time they took, in classes of which each is 9 % wider than the last, so
 * that those of several servers can be added up: from a microsecond to a minute.
 */
final class Latencies {

  private static final int PER_OCTAVE = 8;
  private static final int CLASSES = 26 * PER_OCTAVE;

  private Latencies() {}

  static AtomicLongArray none() {
    return new AtomicLongArray(CLASSES);
  }

  static void count(AtomicLongArray counts, long nanos) {
    double micros = Math.max(1, nanos / 1_000.0);
    int index = (int) (PER_OCTAVE * Math.log(micros) / Math.log(2));
    counts.incrementAndGet(Math.min(CLASSES - 1, index));
  }

  /** The upper end of the class of the p99; null where there are no answers. */
  static @Nullable Double p99Millis(long[] counts) {
    long all = 0;
    for (long count : counts) {
      all += count;
    }
    long rank = (long) Math.ceil(all * 0.99);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (all > 0 && seen >= rank) {
        return Math.pow(2, (i + 1.0) / PER_OCTAVE) / 1_000;
      }
    }
    return null;
  }
}
