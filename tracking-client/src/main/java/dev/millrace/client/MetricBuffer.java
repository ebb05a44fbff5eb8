package dev.millrace.client;

import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.tracking.Metric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Metrics on their way to the server: sent in batches, at the latest a second after they were
 * logged. What goes wrong in the background is thrown at the next call; metrics that could not be
 * sent because the server was away are kept for the next try.
 */
final class MetricBuffer {

  private static final int BATCH = 1000;
  private static final long DELAY_MILLIS = 1000;

  private final Consumer<List<Metric>> sender;
  private final ScheduledExecutorService scheduler;
  private final Object sending = new Object();

  // guarded by this
  private final Deque<Metric> waiting = new ArrayDeque<>();
  private boolean scheduled;
  private @Nullable MlflowException failure;

  MetricBuffer(Consumer<List<Metric>> sender, ScheduledExecutorService scheduler) {
    this.sender = sender;
    this.scheduler = scheduler;
  }

  void add(Metric metric) {
    boolean full;
    synchronized (this) {
      throwFailure();
      waiting.addLast(metric);
      full = waiting.size() >= BATCH;
      if (!full && !scheduled) {
        scheduled = true;
        scheduler.schedule(this::flushInBackground, DELAY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    if (full) {
      flush();
    }
  }

  /** Returns when all that was added before is on the server. */
  void flush() {
    synchronized (sending) {
      synchronized (this) {
        throwFailure();
      }
      sendWaiting();
    }
  }

  private void flushInBackground() {
    synchronized (sending) {
      synchronized (this) {
        scheduled = false;
      }
      try {
        sendWaiting();
      } catch (MlflowException e) {
        synchronized (this) {
          failure = e;
        }
      }
    }
  }

  private void sendWaiting() {
    for (List<Metric> batch = take(); !batch.isEmpty(); batch = take()) {
      try {
        sender.accept(batch);
      } catch (MlflowException e) {
        if (e.code() == ErrorCode.TEMPORARILY_UNAVAILABLE) {
          putBack(batch);
        }
        throw e;
      }
    }
  }

  private synchronized List<Metric> take() {
    List<Metric> batch = new ArrayList<>(Math.min(BATCH, waiting.size()));
    while (batch.size() < BATCH && !waiting.isEmpty()) {
      batch.add(waiting.removeFirst());
    }
    return batch;
  }

  private synchronized void putBack(List<Metric> batch) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      waiting.addFirst(batch.get(i));
    }
  }

  // Called with the lock on this held.
  private void throwFailure() {
    MlflowException thrown = failure;
    if (thrown != null) {
      failure = null;
      throw thrown;
    }
  }
}
