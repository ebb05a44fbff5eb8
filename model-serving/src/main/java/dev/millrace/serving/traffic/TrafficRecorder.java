package dev.millrace.serving.traffic;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells how many requests endpoints had here. */
@Singleton
class TrafficRecorder {

  private static final Logger LOG = Logger.getLogger(TrafficRecorder.class);

  private final ServingCounts counts;
  private final Deployments deployments;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-traffic");

  /** What is not told yet. Of the executor's one thread. */
  private final Map<Long, Long> counted = new HashMap<>();

  TrafficRecorder(ServingCounts counts, Deployments deployments, ServingConfig config) {
    this.counts = counts;
    this.deployments = deployments;
    this.intervalMillis = config.trafficInterval().toMillis();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::tell, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.execute(this::tell);
    executor.shutdown();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  private void tell() {
    deployments
        .takeRequestCounts()
        .forEach((endpoint, requests) -> counted.merge(endpoint, requests, Long::sum));
    if (counted.isEmpty()) {
      return;
    }
    try {
      counts.addRequests(counted);
      counted.clear();
    } catch (RuntimeException e) {
      LOG.debugf("the traffic is told with the next: %s", e);
    }
  }
}
