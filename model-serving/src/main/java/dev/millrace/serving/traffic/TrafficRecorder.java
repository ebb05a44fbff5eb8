package dev.millrace.serving.traffic;

import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.ServingConfig;
import dev.millrace.serving.deployment.Deployments;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Tells how many requests endpoints had here. What cannot be told for a while keeps its minutes:
 * told as those of one minute, it would be a rate that there never was.
 */
@Singleton
class TrafficRecorder {

  private static final Logger LOG = Logger.getLogger(TrafficRecorder.class);

  /** Rates are looked up over a day; what is older than that is not missed. */
  private static final long MOST_MINUTES = Duration.ofDays(1).toMinutes();

  private final ServingCounts counts;
  private final Supplier<Map<Long, Long>> counted;
  private final LongSupplier minute;
  private final long intervalMillis;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-traffic");

  /** What is not told yet, by minute and endpoint. Of the executor's one thread. */
  private final TreeMap<Long, Map<Long, Long>> untold = new TreeMap<>();

  @Inject
  TrafficRecorder(ServingCounts counts, Deployments deployments, ServingConfig config) {
    this(
        counts,
        deployments::takeRequestCounts,
        MinuteCount::now,
        config.trafficInterval().toMillis());
  }

  /**
   * @param counted takes the requests since it was asked last, by endpoint
   * @param minute tells which one it is
   */
  TrafficRecorder(
      ServingCounts counts,
      Supplier<Map<Long, Long>> counted,
      LongSupplier minute,
      long intervalMillis) {
    this.counts = counts;
    this.counted = counted;
    this.minute = minute;
    this.intervalMillis = intervalMillis;
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

  void tell() {
    Map<Long, Long> taken = counted.get();
    if (!taken.isEmpty()) {
      Map<Long, Long> now = untold.computeIfAbsent(minute.getAsLong(), each -> new HashMap<>());
      taken.forEach((endpoint, requests) -> now.merge(endpoint, requests, Long::sum));
      while (untold.size() > MOST_MINUTES) {
        untold.pollFirstEntry();
      }
    }
    if (untold.isEmpty()) {
      return;
    }
    try {
      counts.addRequests(all());
      untold.clear();
    } catch (RuntimeException e) {
      LOG.debugf("the traffic is told with the next: %s", e);
    }
  }

  private List<MinuteCount> all() {
    return untold.entrySet().stream()
        .flatMap(
            of ->
                of.getValue().entrySet().stream()
                    .map(each -> new MinuteCount(of.getKey(), each.getKey(), each.getValue())))
        .toList();
  }
}
