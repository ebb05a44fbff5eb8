package dev.millrace.graphql;

import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.tracking.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one query has looked up, so that a page of runs costs a look-up per experiment and one per
 * hundred runs for the versions made of them, and not two per run. Used by one thread.
 */
final class PerRequest {

  private static final int RUNS_PER_LOOKUP = 100;

  private final Map<String, Map<String, Object>> experiments = new HashMap<>();
  private final Map<String, List<Map<String, Object>>> versions = new HashMap<>();
  private final Map<String, List<String>> companions = new HashMap<>();
  private @Nullable RuntimeException fault;

  /** Runs that the answer holds together are looked up together. */
  void expect(List<Run> runs) {
    for (int start = 0; start < runs.size(); start += RUNS_PER_LOOKUP) {
      List<String> together =
          runs.subList(start, Math.min(runs.size(), start + RUNS_PER_LOOKUP)).stream()
              .map(run -> run.info().runId())
              .toList();
      together.forEach(runId -> companions.put(runId, together));
    }
  }

  Map<String, Object> experiment(String id, Function<String, Map<String, Object>> find) {
    return experiments.computeIfAbsent(id, find);
  }

  List<Map<String, Object>> versionsOf(
      String runId, Function<Set<String>, List<ModelVersion>> find) {
    if (!versions.containsKey(runId)) {
      Set<String> runIds = Set.copyOf(companions.getOrDefault(runId, List.of(runId)));
      runIds.forEach(id -> versions.put(id, new ArrayList<>()));
      for (ModelVersion version : find.apply(runIds)) {
        List<Map<String, Object>> ofRun = versions.get(Answers.text(version.runId()));
        if (ofRun != null) {
          ofRun.add(Answers.modelVersion(version));
        }
      }
    }
    return versions.getOrDefault(runId, List.of());
  }

  /** Keeps the first failure that is not the caller's: the whole answer fails with it. */
  void failed(RuntimeException cause) {
    fault = fault == null ? cause : fault;
  }

  void throwFault() {
    if (fault != null) {
      throw fault;
    }
  }
}
