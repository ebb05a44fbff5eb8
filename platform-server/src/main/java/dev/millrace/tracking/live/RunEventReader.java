package dev.millrace.tracking.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.live.MetricsEvent;
import dev.millrace.core.tracking.Metric;
import dev.millrace.tracking.change.RunChange;
import dev.millrace.tracking.live.EventHub.Event;
import dev.millrace.tracking.live.RunEventStore.ChangedRun;
import dev.millrace.tracking.metric.MetricInbox;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of changes. What an event says is read after the change was committed, so that the
 * last event of a run always tells how it is.
 */
@Singleton
class RunEventReader {

  private static final int RUNS_A_QUERY = 1_000;

  /** Values in one event of metrics, over all its runs, and of one run. */
  private static final int VALUES_AN_EVENT = 1_000;

  private static final int VALUES_A_RUN = 100;

  private final RunEventStore store;
  private final MetricInbox inbox;

  RunEventReader(RunEventStore store, MetricInbox inbox) {
    this.store = store;
    this.inbox = inbox;
  }

  /**
   * The events of what changed in watched experiments.
   *
   * @param watched ids of experiments, or {@link EventHub#ALL}
   */
  List<Event> eventsOf(Map<String, Set<RunChange>> changed, Set<String> watched) {
    List<Event> events = new ArrayList<>();
    Map<String, List<ChangedRun>> ticked = new LinkedHashMap<>();
    for (ChangedRun run : read(List.copyOf(changed.keySet()), watched)) {
      Set<RunChange> changes = changed.getOrDefault(run.run().runId(), Set.of());
      for (String name : namesOf(changes, run)) {
        events.add(new Event(run.run().experimentId(), name, json(run.run())));
      }
      if (changes.contains(RunChange.METRICS)) {
        ticked.computeIfAbsent(run.run().experimentId(), id -> new ArrayList<>()).add(run);
      }
    }
    ticked.forEach((experiment, runs) -> events.add(metricsEvent(experiment, runs)));
    return events;
  }

  private List<ChangedRun> read(List<String> runIds, Set<String> watched) {
    Long @Nullable [] experiments =
        watched.contains(EventHub.ALL)
            ? null
            : watched.stream().map(Long::valueOf).toArray(Long[]::new);
    List<ChangedRun> runs = new ArrayList<>();
    for (int from = 0; from < runIds.size(); from += RUNS_A_QUERY) {
      List<String> some = runIds.subList(from, Math.min(runIds.size(), from + RUNS_A_QUERY));
      runs.addAll(store.changedRuns(some.toArray(String[]::new), experiments));
    }
    return runs;
  }

  /** Of contrary changes the one that holds now. */
  private static List<String> namesOf(Set<RunChange> changes, ChangedRun run) {
    List<String> names = new ArrayList<>();
    if (changes.contains(RunChange.CREATED)) {
      names.add("run_created");
    } else if (changes.contains(RunChange.UPDATED)) {
      names.add("run_updated");
    }
    if (changes.contains(RunChange.DELETED) || changes.contains(RunChange.RESTORED)) {
      names.add(run.run().lifecycleStage().equals("deleted") ? "run_deleted" : "run_restored");
    }
    if (changes.contains(RunChange.STALLED) || changes.contains(RunChange.RECOVERED)) {
      names.add(run.stalled() ? "stalled" : "recovered");
    }
    return names;
  }

  private Event metricsEvent(String experimentId, List<ChangedRun> runs) {
    int keysOfEach = Math.min(VALUES_A_RUN, VALUES_AN_EVENT / runs.size());
    Map<Long, List<Metric>> latest = keysOfEach == 0 ? Map.of() : latest(runs, keysOfEach + 1);
    List<MetricsEvent.RunMetrics> ticks = new ArrayList<>();
    for (ChangedRun run : runs) {
      List<Metric> metrics = latest.getOrDefault(run.runKey(), List.of());
      boolean complete = keysOfEach > 0 && metrics.size() <= keysOfEach;
      ticks.add(
          new MetricsEvent.RunMetrics(
              run.run().runId(),
              metrics.size() <= keysOfEach ? metrics : metrics.subList(0, keysOfEach),
              complete));
    }
    return new Event(experimentId, "metrics", json(new MetricsEvent(experimentId, ticks)));
  }

  private Map<Long, List<Metric>> latest(List<ChangedRun> runs, int keysOfEach) {
    Long[] runKeys = runs.stream().map(ChangedRun::runKey).toArray(Long[]::new);
    inbox.settleRunKeys(runKeys);
    return store.latestMetrics(runKeys, keysOfEach);
  }

  private static String json(Object data) {
    try {
      return MlflowJson.mapper().writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
