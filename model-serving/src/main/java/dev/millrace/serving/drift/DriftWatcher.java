package dev.millrace.serving.drift;

import dev.millrace.core.serving.GetDrift;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.drift.DriftWatchStore.Due;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks at the last hour of the endpoints that alert on drift; each is looked at by one server. */
@Singleton
public class DriftWatcher {

  private static final Logger LOG = Logger.getLogger(DriftWatcher.class);
  private static final GetDrift LAST_HOUR = new GetDrift(null, null, null, null, null);

  private final DriftWatchStore watches;
  private final DriftService drift;
  private final DriftAlerts alerts;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-drift");

  DriftWatcher(
      DriftWatchStore watches, DriftService drift, DriftAlerts alerts, DriftConfig config) {
    this.watches = watches;
    this.drift = drift;
    this.alerts = alerts;
    this.intervalMillis = config.watchInterval().toMillis();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            () -> look(System.currentTimeMillis()),
            intervalMillis,
            intervalMillis,
            TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdownNow();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  /** Looks at what is due at a time, in milliseconds since the epoch. */
  public void look(long nowMillis) {
    try {
      // A little early is in time: all servers look about as often as that.
      watches.takeDue(nowMillis, nowMillis - intervalMillis / 2).forEach(this::look);
    } catch (RuntimeException e) {
      LOG.debugf("drift is looked at the next time: %s", e);
    }
  }

  private void look(Due due) {
    try {
      alerts.note(due, drift.drift(due.endpoint(), LAST_HOUR));
    } catch (RuntimeException e) {
      LOG.warnf("the drift behind endpoint %s could not be looked at: %s", due.endpoint(), e);
    }
  }
}
