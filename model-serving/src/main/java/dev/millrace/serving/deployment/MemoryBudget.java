package dev.millrace.serving.deployment;

import dev.millrace.serving.ServingConfig;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How much memory the models of this process may take, by the size of their files: live ones,
 * candidates, and those that drain or stand by.
 */
@ApplicationScoped
class MemoryBudget {

  /** What stood by is freed in a moment, once another is to take its place. */
  private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long MEGABYTE = 1 << 20;

  private final long most;

  // Guarded by this.
  private long taken;

  MemoryBudget(ServingConfig config) {
    this.most = config.memoryBudget().map(MemorySize::asLongValue).orElse(Long.MAX_VALUE);
  }

  /** Whether there is one; what is taken is of no matter otherwise. */
  boolean isBounded() {
    return most < Long.MAX_VALUE;
  }

  /** Whether a share of this size is left now. */
  synchronized boolean hasRoom(long bytes) {
    return taken <= most - bytes;
  }

  /**
   * Takes a share, which is to be given back. Models that are being freed are waited for.
   *
   * @throws CandidateException where it does not fit
   */
  synchronized void take(long bytes) throws CandidateException {
    if (bytes > most) {
      throw new CandidateException(
          "Its files have %s, and all models together may have %s (millrace.serving.memory-budget)."
              .formatted(size(bytes), size(most)),
          false,
          null);
    }
    long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
    while (taken > most - bytes) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new CandidateException(
            ("Its files have %s, and beside the models that are loaded %s of %s are left"
                    + " (millrace.serving.memory-budget).")
                .formatted(size(bytes), size(most - taken), size(most)),
            true,
            null);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CandidateException("The server stops.", true, e);
      }
    }
    taken += bytes;
  }

  synchronized void giveBack(long bytes) {
    taken -= bytes;
    notifyAll();
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", (double) bytes / MEGABYTE);
  }
}
