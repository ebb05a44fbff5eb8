package dev.millrace.serving.traffic;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServerId;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells what this server counted of canaries. */
@Singleton
class CanaryRecorder {

  private static final Logger LOG = Logger.getLogger(CanaryRecorder.class);

  private final ServingCounts counts;
  private final Deployments deployments;
  private final long intervalMillis;
  private final ServerId self;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-canary");

  CanaryRecorder(
      ServingCounts counts, Deployments deployments, ServerId self, ServingConfig config) {
    this.counts = counts;
    this.deployments = deployments;
    this.self = self;
    this.intervalMillis = config.canaryInterval().toMillis();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::look, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.shutdown();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  private void look() {
    try {
      deployments
          .canaryWindows()
          .forEach(window -> counts.putCanary(self.value(), window.counts()));
    } catch (RuntimeException e) {
      LOG.debugf("the counts of canaries are told the next time: %s", e);
    }
  }
}
