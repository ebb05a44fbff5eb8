package dev.millrace.serving.traffic;

import dev.millrace.serving.canary.CanaryCounts;
import dev.millrace.serving.deployment.ShadowCounts;
import dev.millrace.serving.deployment.ShadowOf;
import java.util.List;
import java.util.UUID;

/** Where servers put together what each of them counted. What throws is told again. */
public interface ServingCounts {

  /** Adds requests to the minutes that they came in. */
  void addRequests(List<MinuteCount> requests);

  /** Adds what became of the requests that were mirrored to a variant. */
  void addShadowed(ShadowOf shadow, ShadowCounts counts);

  /** Puts what a server counted of a canary's step in the place of what it said before. */
  void putCanary(UUID server, CanaryCounts counts);
}
