package dev.millrace.serving.traffic;

import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.canary.CanaryService;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;

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
  public void addRequests(List<MinuteCount> requests) {
    traffic.addRequests(requests);
  }

  @Override
  @Transactional
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
}
