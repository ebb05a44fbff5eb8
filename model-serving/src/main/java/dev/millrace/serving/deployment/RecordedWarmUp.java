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

  private RecordedWarmUp() {}

  /** Returns once it is warm, or has had its time. A request that fails is not asked again. */
  static <T> void run(T candidate, List<Consumer<T>> requests) {
    List<Consumer<T>> left = new ArrayList<>(requests);
    WarmingTime time = new WarmingTime();
    while (!left.isEmpty() && !time.isEnough()) {
      for (Iterator<Consumer<T>> each = left.iterator(); each.hasNext() && !time.isUp(); ) {
        if (!answers(candidate, each.next())) {
          each.remove();
        }
      }
      time.asked();
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
