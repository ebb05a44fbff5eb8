package dev.millrace.serving.requestlog;

import dev.millrace.core.thread.DaemonThreads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Makes the partitions of the days that come, and removes what is kept no longer. */
@Singleton
class PartitionKeeper {

  private static final Logger LOG = Logger.getLogger(PartitionKeeper.class);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final int DAYS_AHEAD = 2;
  private static final int REMOVED_AT_ONCE = 2_000;

  private final PartitionStore partitions;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-request-days");

  PartitionKeeper(PartitionStore partitions) {
    this.partitions = partitions;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> look(System.currentTimeMillis()), 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  /** Makes and removes what is due at a time, in milliseconds since the epoch. */
  void look(long nowMillis) {
    try {
      LocalDate today = dayOf(nowMillis);
      for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
        partitions.ensure(today.plusDays(ahead));
      }
      // A day is over only after the last of its requests.
      partitions.dropBefore(today.minusDays(partitions.longestKept()));
      partitions.findKept().forEach(log -> removeExpired(log, nowMillis));
    } catch (RuntimeException e) {
      LOG.warnf("the days of kept requests are looked at again in an hour: %s", e);
    }
  }

  /** A batch at a time: none holds its locks for long. */
  private void removeExpired(PartitionStore.Kept log, long nowMillis) {
    Integer days = log.keepDays();
    long before = days == null ? Long.MAX_VALUE : nowMillis - TimeUnit.DAYS.toMillis(days);
    int removed = REMOVED_AT_ONCE;
    while (removed == REMOVED_AT_ONCE && !executor.isShutdown()) {
      removed = partitions.deleteBefore(log.logId(), before, REMOVED_AT_ONCE);
    }
  }

  static LocalDate dayOf(long millis) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC);
  }
}
