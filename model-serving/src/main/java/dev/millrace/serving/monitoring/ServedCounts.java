package dev.millrace.serving.monitoring;

import dev.millrace.serving.monitoring.ServedStats.Total;
import java.util.concurrent.atomic.LongAdder;

/** Counts the requests to one version. Many threads count at once, and none waits for another. */
final class ServedCounts {

  private final LongAdder successes = new LongAdder();
  private final LongAdder failures = new LongAdder();
  private final LongAdder failNanos = new LongAdder();
  private final LongAdder queueNanos = new LongAdder();
  private final LongAdder inputNanos = new LongAdder();
  private final LongAdder inferNanos = new LongAdder();
  private final LongAdder outputNanos = new LongAdder();
  private final LongAdder rows = new LongAdder();

  /** Requests that the model was not asked for by themselves. */
  private final LongAdder takenAlong = new LongAdder();

  // The last of those who write at once wins, and all of them are right.
  private volatile long lastMillis;

  void succeeded(Stages stages) {
    successes.increment();
    if (stages.queue() > 0) {
      queueNanos.add(stages.queue());
    }
    inputNanos.add(stages.input());
    inferNanos.add(stages.infer());
    outputNanos.add(stages.output());
    rows.add(stages.rows());
    touch();
  }

  void failed(long nanos) {
    failures.increment();
    failNanos.add(nanos);
    touch();
  }

  /** So many requests were scored as one. */
  void scoredTogether(int requests) {
    takenAlong.add(requests - 1L);
  }

  private void touch() {
    long now = System.currentTimeMillis();
    if (lastMillis != now) {
      lastMillis = now;
    }
  }

  ServedStats read() {
    long answered = successes.sum();
    Total queue = new Total(answered, queueNanos.sum());
    Total input = new Total(answered, inputNanos.sum());
    Total infer = new Total(answered, inferNanos.sum());
    Total output = new Total(answered, outputNanos.sum());
    return new ServedStats(
        lastMillis,
        rows.sum(),
        Math.max(0, answered - takenAlong.sum()),
        new Total(answered, queue.nanos() + input.nanos() + infer.nanos() + output.nanos()),
        new Total(failures.sum(), failNanos.sum()),
        queue,
        input,
        infer,
        output);
  }
}
