package dev.millrace.replica;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Whether the platform is there, as this replica sees it. */
@Singleton
class PlatformLink {

  private static final Logger LOG = Logger.getLogger(PlatformLink.class);

  private final long startedNanos = System.nanoTime();
  private volatile @Nullable String trouble = "The platform was not asked yet.";
  private volatile long heardNanos = startedNanos;
  private volatile boolean fromCache;
  private volatile boolean logged;

  PlatformLink(MeterRegistry registry) {
    Gauge.builder("millrace.replica.platform.up", this, link -> link.isUp() ? 1 : 0)
        .description("1 while the platform is followed")
        .register(registry);
    Gauge.builder("millrace.replica.platform.silence", this, PlatformLink::silenceSeconds)
        .description("Time since the platform was heard of last, or since the start")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("millrace.replica.from.cache", this, link -> link.fromCache ? 1 : 0)
        .description("1 while what is served is what the platform told before the last start")
        .register(registry);
  }

  /** The platform answered. */
  void heard() {
    heardNanos = System.nanoTime();
    if (trouble != null && logged) {
      LOG.info("the platform is followed again");
    }
    logged = false;
    trouble = null;
    fromCache = false;
  }

  /** The platform did not answer, or not as it should. */
  void lost(PlatformException e) {
    trouble = e.getMessage();
    if (logged) {
      return;
    }
    logged = true;
    if (e.isRefusal()) {
      LOG.errorf("this replica is not let in. %s", e.getMessage());
    } else {
      LOG.warnf("what is served goes on as it is. %s", e.getMessage());
    }
  }

  /** What is served from now on is what the platform told before this process began. */
  void tookFromCache() {
    fromCache = true;
    LOG.warn("endpoints and models are those of the disk, as the platform told them last");
  }

  boolean isUp() {
    return trouble == null;
  }

  boolean isFromCache() {
    return fromCache;
  }

  /** Why it is not followed; null where it is. */
  @Nullable String trouble() {
    return trouble;
  }

  long silenceSeconds() {
    return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - heardNanos);
  }
}
