package dev.millrace.serving.deployment;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Asks a candidate what the version before it was asked, until that takes no less any more. It only
 * warms: what a candidate does not take is for its input example, its parity and its canary to
 * tell.
 */
final class RecordedWarmUp {

  private static final Logger LOG = Logger.getLogger(RecordedWarmUp.class);

  /** What is not quicker by then does not become so by being asked. */
  private static final long LONGEST_NANOS = 1_000_000_000;

  private RecordedWarmUp() {}

  /** Returns once it is warm, or has had its time. A request that fails is not asked again. */
  static <T> void run(T candidate, List<Consumer<T>> requests) {
    List<Consumer<T>> left = new ArrayList<>(requests);
    SettlingPace pace = new SettlingPace();
    long begin = System.nanoTime();
    long before = begin;
    while (!left.isEmpty() && !pace.isSettled()) {
      for (Iterator<Consumer<T>> each = left.iterator(); each.hasNext(); ) {
        if (!answers(candidate, each.next())) {
          each.remove();
        }
        // Requests to the live version go first.
        Thread.yield();
        if (System.nanoTime() - begin > LONGEST_NANOS) {
          return;
        }
      }
      long now = System.nanoTime();
      pace.took(now - before);
      before = now;
    }
  }

  private static <T> boolean answers(T candidate, Consumer<T> request) {
    try {
      request.accept(candidate);
      return true;
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.debugf("a request that was kept does not warm the next version: %s", e);
      return false;
    }
  }
}
