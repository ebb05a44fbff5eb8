package dev.millrace.serving.traffic;

import dev.millrace.core.serving.RecordedTraffic;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Keeps how many requests endpoints had in each minute, over all servers, for a week. */
@Singleton
class TrafficRecorder implements RecordedTraffic {

  private static final Logger LOG = Logger.getLogger(TrafficRecorder.class);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration CLEARED_EVERY = Duration.ofHours(1);
  private static final Duration LOOKED_AT = Duration.ofDays(1);

  private final TrafficStore store;
  private final Deployments deployments;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-traffic");

  /** What is not written yet. Of the executor's one thread. */
  private final Map<Long, Long> counted = new HashMap<>();

  TrafficRecorder(TrafficStore store, Deployments deployments, ServingConfig config) {
    this.store = store;
    this.deployments = deployments;
    this.intervalMillis = config.trafficInterval().toMillis();
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> writing =
        executor.scheduleWithFixedDelay(
            this::write, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
    ScheduledFuture<?> clearing =
        executor.scheduleWithFixedDelay(
            this::forget, 0, CLEARED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    executor.execute(this::write);
    executor.shutdown();
    executor.awaitTermination(2, TimeUnit.SECONDS);
  }

  @Override
  public OptionalDouble busiestRate(String modelName, String alias) {
    OptionalLong requests =
        store.findBusiestMinute(modelName, alias, minuteNow() - LOOKED_AT.toMinutes());
    return requests.isPresent()
        ? OptionalDouble.of(requests.getAsLong() / 60.0)
        : OptionalDouble.empty();
  }

  private void write() {
    deployments
        .takeRequestCounts()
        .forEach((endpoint, requests) -> counted.merge(endpoint, requests, Long::sum));
    if (counted.isEmpty()) {
      return;
    }
    try {
      store.addRequests(minuteNow(), counted);
      counted.clear();
    } catch (RuntimeException e) {
      LOG.debugf("the traffic is written with the next: %s", e);
    }
  }

  private void forget() {
    try {
      store.deleteBefore(minuteNow() - KEPT.toMinutes());
    } catch (RuntimeException e) {
      LOG.debugf("old traffic is removed the next time: %s", e);
    }
  }

  private static long minuteNow() {
    return TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis());
  }
}
