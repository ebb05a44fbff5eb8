package dev.millrace.tracking.metric;

import dev.millrace.core.json.MlflowJson;
import dev.millrace.registry.webhook.MetricThresholds;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells webhooks of metrics that went beyond a threshold, in the transaction that moves the points
 * to their series. Without such a webhook there is nothing to look at, and calls that log have
 * nothing to do with it either way.
 */
@Singleton
class ThresholdWatch {

  private final MetricThresholds thresholds;
  private final MetricRunStore runs;

  ThresholdWatch(MetricThresholds thresholds, MetricRunStore runs) {
    this.thresholds = thresholds;
    this.runs = runs;
  }

  private record Crossing(MetricThresholds.Rule rule, long runKey, Point point) {}

  void look(Collection<SeriesSummary> moved) {
    List<MetricThresholds.Rule> rules = thresholds.current();
    if (rules.isEmpty()) {
      return;
    }
    List<Crossing> crossings = new ArrayList<>();
    for (SeriesSummary series : moved) {
      if (series.context().isOfRun()) {
        for (MetricThresholds.Rule rule : rules) {
          crossingOf(rule, series).ifPresent(crossings::add);
        }
      }
    }
    if (!crossings.isEmpty()) {
      tell(crossings);
    }
  }

  /** Of the points that came together the one that is furthest beyond. */
  private static Optional<Crossing> crossingOf(MetricThresholds.Rule rule, SeriesSummary series) {
    boolean isUpward = rule.threshold().above() != null;
    return (isUpward ? series.max() : series.min())
        .filter(point -> rule.isCrossedBy(series.context().key(), point.value()))
        .map(point -> new Crossing(rule, series.context().runKey(), point));
  }

  private void tell(List<Crossing> crossings) {
    // In the order of runs, so that two servers cannot wait for each other.
    crossings.sort(
        (a, b) -> {
          int byRun = Long.compare(a.runKey(), b.runKey());
          return byRun != 0 ? byRun : a.rule().webhookId().compareTo(b.rule().webhookId());
        });
    TreeSet<Long> keys = new TreeSet<>();
    crossings.forEach(crossing -> keys.add(crossing.runKey()));
    Map<Long, MetricRunStore.Run> byKey = runs.findRuns(keys.toArray(Long[]::new));
    for (Crossing crossing : crossings) {
      MetricRunStore.Run run = byKey.get(crossing.runKey());
      if (run != null && isWanted(crossing.rule(), run)) {
        tell(crossing, run);
      }
    }
  }

  private static boolean isWanted(MetricThresholds.Rule rule, MetricRunStore.Run run) {
    @Nullable String experimentId = rule.threshold().experimentId();
    return experimentId == null || experimentId.equals(run.experimentId());
  }

  private void tell(Crossing crossing, MetricRunStore.Run run) {
    Point point = crossing.point();
    thresholds.crossed(
        crossing.rule(),
        run.runId(),
        MlflowJson.mapper()
            .createObjectNode()
            .put("run_id", run.runId())
            .put("run_name", run.runName())
            .put("experiment_id", run.experimentId())
            .put("key", crossing.rule().threshold().key())
            .put("value", point.value())
            .put("step", point.step())
            .put("timestamp", point.timestampMillis())
            .put("above", crossing.rule().threshold().above())
            .put("below", crossing.rule().threshold().below()));
  }
}
