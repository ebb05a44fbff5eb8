package dev.millrace.serving.traffic;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.canary.CanaryService;
import dev.millrace.serving.deployment.Deployments;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells the database what this server counted of canaries, and has them judged. */
@Singleton
class CanaryRecorder {

  private static final Logger LOG = Logger.getLogger(CanaryRecorder.class);

  private final CanaryService canaries;
  private final Deployments deployments;
  private final long intervalMillis;
  private final UUID server = UUID.randomUUID();
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-canary");

  CanaryRecorder(CanaryService canaries, Deployments deployments, ServingConfig config) {
    this.canaries = canaries;
    this.deployments = deployments;
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
      deployments.canaryWindows().forEach(window -> canaries.report(server, window));
      canaries.judge();
    } catch (RuntimeException e) {
      LOG.debugf("canaries are judged the next time: %s", e);
    }
  }
}
