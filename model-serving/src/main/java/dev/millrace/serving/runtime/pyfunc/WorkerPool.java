package dev.millrace.serving.runtime.pyfunc;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.runtime.UnservableModelException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The workers of one deployment, which are kept up until it is closed. */
final class WorkerPool implements AutoCloseable {

  private static final long MILLIS_BETWEEN_LOOKS = 500;

  private final String servedAs;
  private final long limitNanos;
  private final ScheduledExecutorService timer;
  private final BlockingQueue<Worker> idle = new LinkedBlockingQueue<>();
  private final List<WorkerSlot> slots = new ArrayList<>();
  private volatile boolean closed;

  private WorkerPool(
      WorkerLauncher launcher, int workers, PythonConfig config, ScheduledExecutorService timer) {
    this.servedAs = launcher.servedAs();
    this.limitNanos = config.requestTimeout().toNanos();
    this.timer = timer;
    for (int number = 1; number <= workers; number++) {
      slots.add(new WorkerSlot(launcher, number, config.maxRestartPause().toMillis(), idle::add));
    }
  }

  /**
   * Starts all workers and returns when they are up.
   *
   * @throws UnservableModelException where one does not come up
   */
  static WorkerPool start(
      WorkerLauncher launcher, int workers, PythonConfig config, ScheduledExecutorService timer) {
    WorkerPool pool = new WorkerPool(launcher, workers, config, timer);
    boolean up = false;
    try {
      pool.slots.forEach(WorkerSlot::start);
      for (WorkerSlot slot : pool.slots) {
        slot.awaitFirst();
      }
      up = true;
      return pool;
    } catch (CompletionException e) {
      throw e.getCause() instanceof UnservableModelException reason
          ? reason
          : new UnservableModelException("A Python worker cannot be started.", e);
    } finally {
      if (!up) {
        pool.close();
      }
    }
  }

  /**
   * Has one of the workers answer. One that was gone before it had the request costs nothing; one
   * that ends with it costs the request, or is made up for by another where the caller allows.
   */
  JsonNode ask(ByteBuffer request, boolean mayRepeat) {
    long deadline = System.nanoTime() + limitNanos;
    boolean repeated = false;
    while (true) {
      Worker worker = take(deadline);
      try {
        return ask(worker, request.duplicate(), deadline).predictions(worker.name());
      } catch (WorkerLostException e) {
        boolean again = !e.held() || (mayRepeat && !repeated);
        if (!again || !e.mayBeRepeated()) {
          throw e.toMlflow();
        }
        repeated |= e.held();
      } finally {
        if (worker.isUsable()) {
          idle.add(worker);
        }
      }
    }
  }

  private AnswerFrame ask(Worker worker, ByteBuffer request, long deadline)
      throws WorkerLostException {
    Future<?> late =
        timer.schedule(worker::expire, deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    try {
      return worker.ask(request);
    } finally {
      late.cancel(false);
    }
  }

  private Worker take(long deadline) {
    while (!closed) {
      long remaining = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      try {
        Worker worker =
            idle.poll(
                Math.min(Math.max(0, remaining), MILLIS_BETWEEN_LOOKS), TimeUnit.MILLISECONDS);
        if (worker != null && worker.isUsable()) {
          return worker;
        }
        if (worker == null && remaining <= 0) {
          throw unavailable(
              "All workers of the model were busy for as long as a request may take.");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw unavailable("The server stops.");
      }
      if (slots.stream().allMatch(WorkerSlot::isPausing)) {
        throw unavailable("The model's workers end again and again, and none is up now.");
      }
    }
    throw unavailable("The version that was asked is going out of service.");
  }

  private static MlflowException unavailable(String reason) {
    return new MlflowException(ErrorCode.TEMPORARILY_UNAVAILABLE, reason);
  }

  /** How many workers there are, whether they are up or being started. */
  int size() {
    return slots.size();
  }

  /** Memory of all workers and what they started. */
  long memoryBytes() {
    return slots.stream().mapToLong(WorkerSlot::memoryBytes).sum();
  }

  String servedAs() {
    return servedAs;
  }

  /** Ends all workers and returns when they are gone. */
  @Override
  public void close() {
    closed = true;
    slots.forEach(WorkerSlot::stop);
    slots.forEach(WorkerSlot::awaitStopped);
    @Nullable Worker left = idle.poll();
    while (left != null) {
      left.close();
      left = idle.poll();
    }
  }
}
