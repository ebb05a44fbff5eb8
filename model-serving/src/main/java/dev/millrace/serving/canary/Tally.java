package dev.millrace.serving.canary;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts what one version does during one step, in this process. */
public final class Tally {

  private static final int STRIPES = 8;

  private final LongAdder requests = new LongAdder();
  private final LongAdder errors = new LongAdder();
  private final AtomicLongArray latencies = Latencies.none();

  /** Several, so that callers seldom meet at one. */
  private final Scores[] scores = new Scores[STRIPES];

  Tally() {
    for (int i = 0; i < STRIPES; i++) {
      scores[i] = new Scores();
    }
  }

  /** A request was answered. */
  public void answered(long nanos, @Nullable String error) {
    requests.increment();
    Latencies.count(latencies, nanos);
    if (error != null) {
      errors.increment();
    }
  }

  /** These were the predictions of a request. */
  public void predicted(Object predictions) {
    Scores mine = scores[(int) (Thread.currentThread().getId() % STRIPES)];
    synchronized (mine) {
      mine.add(predictions);
    }
  }

  Totals totals() {
    long[] counts = new long[latencies.length()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = latencies.get(i);
    }
    Scores all = new Scores();
    for (Scores stripe : scores) {
      synchronized (stripe) {
        all.add(stripe);
      }
    }
    return new Totals(requests.sum(), errors.sum(), counts, all);
  }
}
