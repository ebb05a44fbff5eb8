package dev.millrace.serving.traffic;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Keeps what became of mirrored requests, over all servers. */
@Singleton
class ShadowRecorder {

  private static final Logger LOG = Logger.getLogger(ShadowRecorder.class);

  private final ServingCounts counts;
  private final Supplier<Map<ShadowOf, ShadowCounts>> taken;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-shadow");

  /** What is not told yet. Of the executor's one thread. */
  private final Map<ShadowOf, ShadowCounts> counted = new HashMap<>();

  @Inject
  ShadowRecorder(ServingCounts counts, Deployments deployments, ServingConfig config) {
    this(counts, deployments::takeShadowCounts, config.trafficInterval().toMillis());
  }

  /**
   * @param taken what came since it was asked last
   */
  ShadowRecorder(
      ServingCounts counts, Supplier<Map<ShadowOf, ShadowCounts>> taken, long intervalMillis) {
    this.counts = counts;
    this.taken = taken;
    this.intervalMillis = intervalMillis;
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

  void write() {
    taken.get().forEach((shadow, more) -> counted.merge(shadow, more, ShadowCounts::plus));
    // Each by itself: one that is not taken holds up no other.
    counted.entrySet().removeIf(each -> isTold(each.getKey(), each.getValue()));
  }

  private boolean isTold(ShadowOf shadow, ShadowCounts more) {
    try {
      counts.addShadowed(shadow, more);
      return true;
    } catch (RuntimeException e) {
      LOG.debugf("the counts of a shadow are told with the next: %s", e);
      return false;
    }
  }
}
