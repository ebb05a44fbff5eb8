package dev.millrace.serving.deployment;

import dev.millrace.core.serving.EndpointOptions;
import dev.millrace.serving.ServingConfig;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** So many requests of an endpoint at the same time, so many that wait, and no more. */
final class Turns {

  private final ServingConfig config;
  private final Permits permits = new Permits();

  // Guarded by this.
  private int atOnce;

  private volatile int mostWaiting;
  private volatile long longestWaitNanos;

  Turns(ServingConfig config) {
    this.config = config;
    update(EndpointOptions.NONE);
  }

  /** A semaphore of which permits can be taken away while others hold them. */
  private static final class Permits extends Semaphore {

    private static final long serialVersionUID = 1L;

    Permits() {
      super(0);
    }

    void grow(int by) {
      if (by > 0) {
        release(by);
      } else {
        reducePermits(-by);
      }
    }
  }

  /** Those who have a turn keep it, also where there are fewer from now on. */
  synchronized void update(EndpointOptions options) {
    int now = or(options.maxConcurrentRequests(), config.maxConcurrentRequests());
    permits.grow(now - atOnce);
    atOnce = now;
    mostWaiting = or(options.maxWaitingRequests(), config.maxWaitingRequests());
    Long wait = options.maxWaitMillis();
    longestWaitNanos =
        wait == null ? config.maxWait().toNanos() : TimeUnit.MILLISECONDS.toNanos(wait);
  }

  private static int or(@Nullable Integer value, int otherwise) {
    return value == null ? otherwise : value;
  }

  /** Takes a turn where one is free, as {@link #take}. */
  boolean takeAtOnce() {
    return permits.tryAcquire();
  }

  /**
   * Takes a turn, which is to be given back; false where too many have come, or it took too long.
   *
   * @param mostNanos that it may take, whatever the endpoint allows
   */
  boolean take(long mostNanos) {
    if (permits.tryAcquire()) {
      return true;
    }
    if (permits.getQueueLength() >= mostWaiting) {
      return false;
    }
    try {
      return permits.tryAcquire(Math.min(longestWaitNanos, mostNanos), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How many wait for one. */
  int waiting() {
    return permits.getQueueLength();
  }

  void giveBack() {
    permits.release();
  }
}
