package dev.millrace.tracking.liveness;

import dev.millrace.core.thread.DaemonThreads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks for stalled runs, again and again. */
@Singleton
final class StalledRunCheck {

  private static final Logger LOG = Logger.getLogger(StalledRunCheck.class);

  private final LivenessService liveness;
  private final LivenessConfig config;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("stalled-run-check"));

  StalledRunCheck(LivenessService liveness, LivenessConfig config) {
    this.liveness = liveness;
    this.config = config;
  }

  void start(@Observes StartupEvent event) {
    long period = config.checkEvery().toMillis();
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(this::check, period, period, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdownNow();
  }

  private void check() {
    try {
      liveness.check();
    } catch (RuntimeException e) {
      LOG.warnf("stalled runs are looked for in the next round: %s", e.toString());
    }
  }
}
