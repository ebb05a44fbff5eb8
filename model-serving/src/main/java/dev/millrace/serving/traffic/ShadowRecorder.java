package dev.millrace.serving.traffic;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Keeps what became of mirrored requests, over all servers. */
@Singleton
class ShadowRecorder {

  private static final Logger LOG = Logger.getLogger(ShadowRecorder.class);

  private final ServingCounts counts;
  private final Deployments deployments;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-shadow");

  /** What is not written yet. Of the executor's one thread. */
  private final Map<ShadowOf, ShadowCounts> counted = new HashMap<>();

  ShadowRecorder(ServingCounts counts, Deployments deployments, ServingConfig config) {
    this.counts = counts;
    this.deployments = deployments;
    this.intervalMillis = config.trafficInterval().toMillis();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::write, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.execute(this::write);
    executor.shutdown();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  private void write() {
    deployments
        .takeShadowCounts()
        .forEach((shadow, more) -> counted.merge(shadow, more, ShadowCounts::plus));
    try {
      Iterator<Map.Entry<ShadowOf, ShadowCounts>> each = counted.entrySet().iterator();
      while (each.hasNext()) {
        Map.Entry<ShadowOf, ShadowCounts> entry = each.next();
        counts.addShadowed(entry.getKey(), entry.getValue());
        each.remove();
      }
    } catch (RuntimeException e) {
      LOG.debugf("the counts of shadows are written with the next: %s", e);
    }
  }
}
