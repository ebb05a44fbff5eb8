package dev.millrace.serving.requestlog;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Writes requests behind the answers, many together. Whoever answers never waits for it: what is
 * too much is dropped, the oldest first, and counted. While they cannot be written it keeps what it
 * has.
 */
@Singleton
class RequestLogWriter {

  private static final Logger LOG = Logger.getLogger(RequestLogWriter.class);
  private static final int MOST_AT_ONCE = 500;
  private static final long MOST_BYTES_AT_ONCE = 4L << 20;
  private static final long PAUSE_MILLIS = 500;

  private final RequestSink sink;
  private final long mostBytes;
  private final BlockingQueue<Entry> queue;
  private final AtomicLong bytesWaiting = new AtomicLong();
  private final Counter dropped;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private @Nullable Thread thread;

  // Of the writing thread.
  private @Nullable Entry held;

  RequestLogWriter(RequestSink sink, RequestLogConfig config, MeterRegistry registry) {
    this.sink = sink;
    this.mostBytes = config.maxWaitingBytes().asLongValue();
    this.queue = new LinkedBlockingQueue<>(config.maxWaiting());
    this.dropped =
        Counter.builder("millrace.request.log.dropped")
            .description("Requests that were to be kept and are not: too many waited")
            .register(registry);
  }

  void start(@Observes StartupEvent event) {
    Thread writer = new Thread(this::run, "serving-request-log");
    writer.setDaemon(true);
    writer.start();
    thread = writer;
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopping.countDown();
    if (thread != null) {
      thread.join(TimeUnit.SECONDS.toMillis(2));
    }
  }

  /** Has a request written in its turn; where too much waits, the oldest is dropped for it. */
  void offer(Entry entry) {
    long bytes = entry.heldBytes();
    long waiting = bytesWaiting.addAndGet(bytes);
    while (waiting > mostBytes || !queue.offer(entry)) {
      Entry oldest = queue.poll();
      if (oldest == null) {
        // All that waits is being written, or this one alone is too much.
        bytesWaiting.addAndGet(-bytes);
        dropped.increment();
        return;
      }
      waiting = bytesWaiting.addAndGet(-oldest.heldBytes());
      dropped.increment();
    }
  }

  private void run() {
    while (true) {
      List<Entry> batch = take();
      if (!batch.isEmpty()) {
        try {
          write(batch);
        } catch (Error e) {
          // What cannot be kept is lost, and none of what comes after it.
          LOG.errorf(e, "%d requests are not kept", batch.size());
          dropped.increment(batch.size());
        }
        bytesWaiting.addAndGet(-batch.stream().mapToLong(Entry::heldBytes).sum());
      } else if (stopping.getCount() == 0) {
        return;
      }
    }
  }

  /** What waits, as far as it is written together; empty where nothing came for a while. */
  private List<Entry> take() {
    List<Entry> batch = new ArrayList<>();
    long bytes = 0;
    try {
      Entry next = held == null ? queue.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS) : held;
      held = null;
      while (next != null) {
        batch.add(next);
        bytes += next.heldBytes();
        if (batch.size() == MOST_AT_ONCE) {
          break;
        }
        next = queue.poll();
        if (next != null && bytes + next.heldBytes() > MOST_BYTES_AT_ONCE) {
          held = next;
          break;
        }
      }
    } catch (InterruptedException e) {
      stopping.countDown();
    }
    return batch;
  }

  private void write(List<Entry> batch) {
    for (int attempt = 0; ; attempt++) {
      try {
        sink.write(batch);
        return;
      } catch (RuntimeException e) {
        if (!sink.isWorthRetrying(e)) {
          LOG.warnf(e, "%d requests cannot be kept", batch.size());
          dropped.increment(batch.size());
          return;
        }
        if (attempt == 0) {
          LOG.warnf("requests wait to be written down: %s", e);
        }
        if (isStoppedWithin(PAUSE_MILLIS)) {
          dropped.increment(batch.size());
          return;
        }
      }
    }
  }

  private boolean isStoppedWithin(long millis) {
    try {
      return stopping.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
