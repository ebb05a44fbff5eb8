package dev.millrace.serving.deployment;

import dev.millrace.serving.monitoring.EndpointMeters;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What became of the requests that were mirrored to the shadows of an endpoint. */
final class ShadowLogs {

  private final EndpointMeters meters;
  private final Map<String, ShadowLog> logs = new HashMap<>();

  ShadowLogs(EndpointMeters meters) {
    this.meters = meters;
  }

  /** One for each shadow there is, by its name; those of others end. */
  synchronized Map<String, ShadowLog> of(EndpointSpec spec) {
    Set<String> shadows =
        spec.variants().stream()
            .filter(variant -> variant.shadow() != null)
            .map(VariantSpec::name)
            .collect(Collectors.toSet());
    logs.entrySet().removeIf(log -> endsUnlessIn(shadows, log));
    for (String name : shadows) {
      logs.computeIfAbsent(name, shadow -> new ShadowLog(meters.ofShadow(shadow)));
    }
    return Map.copyOf(logs);
  }

  private static boolean endsUnlessIn(Set<String> shadows, Map.Entry<String, ShadowLog> log) {
    boolean ends = !shadows.contains(log.getKey());
    if (ends) {
      log.getValue().close();
    }
    return ends;
  }

  /** What came since the last time this was asked. */
  synchronized Map<ShadowOf, ShadowCounts> take(long endpointId) {
    Map<ShadowOf, ShadowCounts> all = new HashMap<>();
    logs.forEach(
        (variant, log) -> {
          ShadowCounts counts = log.take();
          if (!counts.isEmpty()) {
            all.put(new ShadowOf(endpointId, variant), counts);
          }
        });
    return all;
  }
}
