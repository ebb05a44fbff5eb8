package dev.millrace.serving.canary;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Has running canaries judged by what all servers counted. */
@Singleton
class CanaryWatcher {

  private static final Logger LOG = Logger.getLogger(CanaryWatcher.class);

  private final CanaryService canaries;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-canary-judge");

  CanaryWatcher(CanaryService canaries, ServingConfig config) {
    this.canaries = canaries;
    this.intervalMillis = config.canaryInterval().toMillis();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::judge, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  private void judge() {
    try {
      canaries.judge();
    } catch (RuntimeException e) {
      LOG.debugf("canaries are judged the next time: %s", e);
    }
  }
}
