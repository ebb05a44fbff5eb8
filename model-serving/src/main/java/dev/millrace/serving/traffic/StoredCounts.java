package dev.millrace.serving.traffic;

import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.canary.CanaryService;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Keeps in the database what servers counted. */
@ApplicationScoped
class StoredCounts implements ServingCounts {

  private final TrafficStore traffic;
  private final ShadowStore shadows;
  private final CanaryService canaries;

  StoredCounts(TrafficStore traffic, ShadowStore shadows, CanaryService canaries) {
    this.traffic = traffic;
    this.shadows = shadows;
    this.canaries = canaries;
  }

  @Override
  public void addRequests(Map<Long, Long> requests) {
    traffic.addRequests(minuteNow(), requests);
  }

  @Override
  public void addShadowed(ShadowOf shadow, ShadowCounts counts) {
    shadows.add(shadow, counts);
    if (!counts.differences().isEmpty()) {
      shadows.addDifferences(shadow, counts.differences());
    }
  }

  @Override
  public void putCanary(UUID server, CanaryCounts counts) {
    canaries.report(server, counts);
  }

  static long minuteNow() {
    return TimeUnit.MILLISECONDS.toMinutes(System.currentTimeMillis());
  }
}
