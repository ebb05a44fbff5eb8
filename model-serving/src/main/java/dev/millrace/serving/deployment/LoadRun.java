package dev.millrace.serving.deployment;

import dev.millrace.core.serving.ModelTrial;
import dev.millrace.serving.runtime.RuntimeModel;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks a model at a steady rate. Each request has its due time, and its answer is timed from then
 * on: a model that falls behind is not spared the wait of those that queue behind it.
 */
final class LoadRun {

  private static final int CALLERS = Math.max(2, Runtime.getRuntime().availableProcessors());
  private static final int MOST_REQUESTS = 5_000_000;

  private final RuntimeModel model;
  private final byte[] body;
  private final long[] nanos;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger errors = new AtomicInteger();
  private final double nanosBetween;
  private final long start;

  private LoadRun(RuntimeModel model, byte[] body, ModelTrial.Load load) {
    this.model = model;
    this.body = body;
    double seconds = load.duration().toNanos() / 1e9;
    this.nanos =
        new long[(int) Math.max(1, Math.min(MOST_REQUESTS, load.requestsPerSecond() * seconds))];
    this.nanosBetween = 1e9 / load.requestsPerSecond();
    this.start = System.nanoTime();
  }

  static ModelTrial.LoadReport of(RuntimeModel model, byte[] body, ModelTrial.Load load) {
    return new LoadRun(model, body, load).run(load);
  }

  private ModelTrial.LoadReport run(ModelTrial.Load load) {
    ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
    for (int i = 0; i < CALLERS; i++) {
      callers.execute(this::call);
    }
    callers.shutdown();
    try {
      // A model that needs ten times as long as it was given has told enough.
      if (!callers.awaitTermination(load.duration().toMillis() * 10, TimeUnit.MILLISECONDS)) {
        next.set(nanos.length);
        callers.awaitTermination(1, TimeUnit.MINUTES);
      }
    } catch (InterruptedException e) {
      next.set(nanos.length);
      Thread.currentThread().interrupt();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    long[] answered = Arrays.stream(nanos).filter(time -> time > 0).sorted().toArray();
    return new ModelTrial.LoadReport(
        answered.length,
        errors.get(),
        answered.length / seconds,
        quantile(answered, 0.5),
        quantile(answered, 0.99));
  }

  private void call() {
    for (int i = next.getAndIncrement(); i < nanos.length; i = next.getAndIncrement()) {
      long due = start + (long) (i * nanosBetween);
      for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
        LockSupport.parkNanos(wait);
      }
      try {
        model.scoreJson(body);
      } catch (RuntimeException e) {
        errors.incrementAndGet();
      }
      nanos[i] = Math.max(1, System.nanoTime() - due);
    }
  }

  private static long quantile(long[] sorted, double share) {
    if (sorted.length == 0) {
      return 0;
    }
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return TimeUnit.NANOSECONDS.toMicros(sorted[Math.max(0, index)]);
  }
}
