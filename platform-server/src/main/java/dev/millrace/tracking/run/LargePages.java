package dev.millrace.tracking.run;

import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Lets as many callers read a large page as there are processors; the others wait for their turn.
 * Reading more of them at once takes no less time, and would hold all of them in memory.
 */
final class LargePages {

  /** Runs of a page that is not large yet. */
  private static final int SMALL = 100;

  private final Semaphore turns =
      new Semaphore(Runtime.getRuntime().availableProcessors(), /* fair= */ true);

  /** Reads a page of at most so many runs. */
  <T> T read(int runs, Supplier<T> page) {
    if (runs <= SMALL) {
      return page.get();
    }
    turns.acquireUninterruptibly();
    try {
      return page.get();
    } finally {
      turns.release();
    }
  }
}
