package dev.millrace.serving.traffic;

import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import java.util.Map;
import java.util.UUID;

/** Where servers put together what each of them counted. What throws is asked for again. */
public interface ServingCounts {

  /** Adds the requests that came just now, by the ids of endpoints. */
  void addRequests(Map<Long, Long> requests);

  /** Adds what became of the requests that were mirrored to a variant. */
  void addShadowed(ShadowOf shadow, ShadowCounts counts);

  /** Puts what a server counted of a canary's step in the place of what it said before. */
  void putCanary(UUID server, CanaryCounts counts);
}
