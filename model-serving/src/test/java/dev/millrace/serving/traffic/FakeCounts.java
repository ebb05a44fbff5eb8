package dev.millrace.serving.traffic;

import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** Keeps what it is told, unless it is away. */
final class FakeCounts implements ServingCounts {

  final List<MinuteCount> requests = new ArrayList<>();
  final Map<ShadowOf, ShadowCounts> shadowed = new LinkedHashMap<>();
  boolean away;
  Predicate<ShadowOf> refused = shadow -> false;

  @Override
  public void addRequests(List<MinuteCount> more) {
    requireThere();
    requests.addAll(more);
  }

  @Override
  public void addShadowed(ShadowOf shadow, ShadowCounts counts) {
    requireThere();
    if (refused.test(shadow)) {
      throw new IllegalStateException("refused");
    }
    shadowed.merge(shadow, counts, ShadowCounts::plus);
  }

  @Override
  public void putCanary(UUID server, CanaryCounts counts) {
    requireThere();
  }

  private void requireThere() {
    if (away) {
      throw new IllegalStateException("away");
    }
  }
}
