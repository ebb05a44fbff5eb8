package dev.millrace.serving.runtime.pyfunc;

import dev.millrace.serving.runtime.UnservableModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps one worker up: starts it, waits for its end, and starts another, with pauses that grow. */
final class WorkerSlot {

  private static final Logger LOG = Logger.getLogger(WorkerSlot.class);

  /** A worker that lived so long has not ended because it cannot live. */
  private static final long STEADY_MILLIS = 60_000;

  private static final long FIRST_PAUSE_MILLIS = 500;

  /** Requests wait for a worker that is started again so soon. */
  private static final long LONGEST_PAUSE_TO_WAIT_FOR_MILLIS = 2_000;

  private static final long MILLIS_TO_STOP = 20_000;

  private final WorkerLauncher launcher;
  private final int number;
  private final long longestPauseMillis;
  private final Consumer<Worker> whenUp;
  private final CompletableFuture<Worker> first = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean stopped;
  private volatile boolean pausing;
  private volatile @Nullable Worker worker;

  /**
   * @param whenUp is handed each worker that has loaded the model
   */
  WorkerSlot(
      WorkerLauncher launcher, int number, long longestPauseMillis, Consumer<Worker> whenUp) {
    this.launcher = launcher;
    this.number = number;
    this.longestPauseMillis = longestPauseMillis;
    this.whenUp = whenUp;
    this.thread = new Thread(this::run, "python-" + launcher.servedAs() + "-" + number);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Waits for the first worker, or throws what kept it from coming up. */
  void awaitFirst() {
    first.join();
  }

  /** Whether there is no worker, and none is to be expected soon. */
  boolean isPausing() {
    return pausing;
  }

  private void run() {
    int failures = 0;
    try {
      while (!stopped) {
        long start = System.nanoTime();
        boolean wasUp = startAndAwaitEnd();
        if (stopped || !first.isDone() || first.isCompletedExceptionally()) {
          return;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        failures = wasUp && millis > STEADY_MILLIS ? 1 : failures + 1;
        pause(failures, wasUp);
      }
    } catch (InterruptedException e) {
      // It was stopped.
    } catch (RuntimeException e) {
      LOG.errorf(e, "a worker of %s is not kept up any more", launcher.servedAs());
    } finally {
      first.completeExceptionally(new UnservableModelException("The workers were stopped."));
      Worker last = worker;
      if (last != null) {
        last.closeAndWait();
      }
    }
  }

  private boolean startAndAwaitEnd() throws InterruptedException {
    Worker started;
    try {
      started = launcher.launch(number);
    } catch (UnservableModelException e) {
      if (!first.completeExceptionally(e) && !stopped) {
        LOG.warnf("%s worker %d: %s", launcher.servedAs(), number, e.getMessage());
      }
      return false;
    }
    worker = started;
    whenUp.accept(started);
    first.complete(started);
    int code = started.process().awaitEnd();
    started.close();
    worker = null;
    if (!stopped) {
      LOG.warnf(
          "%s worker %d ended (%s); it is started again",
          launcher.servedAs(), number, Worker.describe(code));
    }
    return true;
  }

  /** After one failure none: a crash is made up for as fast as the model loads. */
  private void pause(int failures, boolean wasUp) throws InterruptedException {
    if (failures < 2) {
      return;
    }
    long pause = Math.min(longestPauseMillis, FIRST_PAUSE_MILLIS << Math.min(failures - 2, 20));
    pausing = !wasUp || pause > LONGEST_PAUSE_TO_WAIT_FOR_MILLIS;
    try {
      Thread.sleep(pause);
    } finally {
      pausing = false;
    }
  }

  /** Memory of the worker and what it started; 0 where the system does not tell. */
  long memoryBytes() {
    Worker present = worker;
    if (present == null) {
      return 0;
    }
    return present
        .process()
        .handle()
        .descendants()
        .mapToLong(process -> residentBytes(process.pid()))
        .sum();
  }

  private static long residentBytes(long pid) {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
        }
      }
    } catch (IOException e) {
      // It ended, or this is not Linux.
    }
    return 0;
  }

  void stop() {
    stopped = true;
    thread.interrupt();
  }

  void awaitStopped() {
    try {
      thread.join(MILLIS_TO_STOP);
      if (thread.isAlive()) {
        LOG.warnf("a worker of %s could not be stopped in time", launcher.servedAs());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
