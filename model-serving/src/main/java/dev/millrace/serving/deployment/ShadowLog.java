package dev.millrace.serving.deployment;

import dev.millrace.core.serving.ShadowReport.Difference;
import dev.millrace.serving.monitoring.ShadowMeters;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** What became of the requests that were mirrored to one variant, in this process. */
final class ShadowLog {

  private final ShadowMeters meters;
  private final LongAdder same = new LongAdder();
  private final LongAdder different = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final Deque<Difference> last = new ArrayDeque<>();

  ShadowLog(ShadowMeters meters) {
    this.meters = meters;
  }

  void same() {
    same.increment();
    meters.same();
  }

  void different(Difference difference) {
    different.increment();
    meters.different();
    keep(difference);
  }

  void failed(Difference difference) {
    failed.increment();
    meters.failed();
    keep(difference);
  }

  void dropped() {
    dropped.increment();
    meters.dropped();
  }

  /** The variant is no shadow any more. */
  void close() {
    meters.close();
  }

  private synchronized void keep(Difference difference) {
    if (last.size() == ShadowCounts.MOST_DIFFERENCES) {
      last.removeFirst();
    }
    last.addLast(difference);
  }

  /** What came since the last time this was asked, with the last differences, oldest first. */
  ShadowCounts take() {
    List<Difference> differences;
    synchronized (this) {
      differences = List.copyOf(last);
      last.clear();
    }
    return new ShadowCounts(
        same.sumThenReset(),
        different.sumThenReset(),
        failed.sumThenReset(),
        dropped.sumThenReset(),
        differences);
  }
}
