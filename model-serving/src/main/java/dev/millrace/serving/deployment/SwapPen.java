package dev.millrace.serving.deployment;

import dev.millrace.core.thread.DaemonThreads;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** Writes histories of swaps one after the other, so that no swap waits for the database. */
final class SwapPen {

  private final SwapHistory history;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-swap-history");

  SwapPen(SwapHistory history) {
    this.history = history;
  }

  void write(Consumer<SwapHistory> entry) {
    executor.execute(() -> entry.accept(history));
  }

  /** Returns once what was given so far is written, or this much time is over. */
  void await(Duration longest) {
    Future<?> written = executor.submit(() -> {});
    try {
      written.get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      // The database is slow or away: what is written must do.
      written.cancel(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes what was given so far, if that is done within this time, and nothing that comes. */
  void close(Duration longest) throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(longest.toMillis(), TimeUnit.MILLISECONDS)) {
      executor.shutdownNow();
    }
  }
}
