package dev.millrace.serving.deployment;

import dev.millrace.serving.ServingConfig;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** So many requests of an endpoint at the same time, so many that wait, and no more. */
final class Turns {

  private final Semaphore turns;
  private final int mostWaiting;
  private final Duration longestWait;

  Turns(ServingConfig config) {
    this.turns = new Semaphore(config.maxConcurrentRequests());
    this.mostWaiting = config.maxWaitingRequests();
    this.longestWait = config.maxWait();
  }

  /** Takes a turn where one is free, as {@link #take}. */
  boolean takeAtOnce() {
    return turns.tryAcquire();
  }

  /** Takes a turn, which is to be given back; false where too many have come. */
  boolean take() {
    if (turns.tryAcquire()) {
      return true;
    }
    if (turns.getQueueLength() >= mostWaiting) {
      return false;
    }
    try {
      return turns.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void giveBack() {
    turns.release();
  }
}
