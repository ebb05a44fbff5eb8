package dev.millrace.serving.traffic;

import dev.millrace.core.serving.RecordedTraffic;
import dev.millrace.core.thread.DaemonThreads;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** How often endpoints were asked, over all servers, of which a week is kept. */
@Singleton
class RecordedRates implements RecordedTraffic {

  private static final Logger LOG = Logger.getLogger(RecordedRates.class);
  private static final Duration KEPT = Duration.ofDays(7);
  private static final Duration CLEARED_EVERY = Duration.ofHours(1);
  private static final Duration LOOKED_AT = Duration.ofDays(1);

  private final TrafficStore store;
  private final ScheduledExecutorService executor = DaemonThreads.executor("serving-traffic-clear");

  RecordedRates(TrafficStore store) {
    this.store = store;
  }

  void start(@Observes StartupEvent event) {
    ScheduledFuture<?> unused =
        executor.scheduleWithFixedDelay(
            this::forget, 0, CLEARED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  void stop(@Observes ShutdownEvent event) {
    executor.shutdown();
  }

  @Override
  public OptionalDouble busiestRate(String modelName, String alias) {
    OptionalLong requests =
        store.findBusiestMinute(modelName, alias, MinuteCount.now() - LOOKED_AT.toMinutes());
    return requests.isPresent()
        ? OptionalDouble.of(requests.getAsLong() / 60.0)
        : OptionalDouble.empty();
  }

  private void forget() {
    try {
      store.deleteBefore(MinuteCount.now() - KEPT.toMinutes());
    } catch (RuntimeException e) {
      LOG.debugf("old traffic is removed the next time: %s", e);
    }
  }
}
