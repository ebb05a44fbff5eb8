package dev.millrace.tracking.liveness;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.live.Heartbeat;
import dev.millrace.core.live.Liveness;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.core.validation.Require;
import dev.millrace.core.webhook.EventSink;
import dev.millrace.core.webhook.EventType;
import dev.millrace.tracking.change.RunChanges;
import dev.millrace.tracking.experiment.ExperimentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.List;

/**
 * The rules of heartbeats. A run is stalled when it is RUNNING, has ever sent a heartbeat, and then
 * sent none for several of its intervals. A run that never sent one is never stalled.
 */
@ApplicationScoped
public class LivenessService {

  private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
  private static final Duration LONGEST_INTERVAL = Duration.ofDays(1);
  private static final int MOST_RUNS = 1_000;

  private final ExperimentService experiments;
  private final LivenessStore heartbeats;
  private final RunChanges changes;
  private final EventSink events;
  private final LivenessConfig config;

  LivenessService(
      ExperimentService experiments,
      LivenessStore heartbeats,
      RunChanges changes,
      EventSink events,
      LivenessConfig config) {
    this.experiments = experiments;
    this.heartbeats = heartbeats;
    this.changes = changes;
    this.events = events;
    this.config = config;
  }

  /** Notes a heartbeat; a run that was stalled is not any more. */
  @Transactional
  public Heartbeat.Response beat(String runId, Heartbeat request) {
    long interval = checkedInterval(request);
    LivenessStore.BeatingRun run = heartbeats.findRun(runId).orElseThrow(() -> notFound(runId));
    if (!run.lifecycleStage().equals("active")) {
      throw MlflowException.invalidParameter(
          "The run " + runId + " must be in the 'active' state. Current state is deleted.");
    }
    if (heartbeats.beat(run.runKey(), interval)) {
      heartbeats.unmark(run.runKey());
      changes.runRecovered(runId);
    }
    return new Heartbeat.Response(interval, interval * config.missed());
  }

  @Transactional
  public Liveness getLiveness(String runId) {
    return heartbeats.findLiveness(runId, config.missed()).orElseThrow(() -> notFound(runId));
  }

  /** The stalled runs of an experiment, the longest silent first. */
  @Transactional
  public List<Liveness> listStalledRuns(String experimentId) {
    String id = experiments.requireExperiment(experimentId).experimentId();
    return heartbeats.stalledRuns(ExperimentService.parseId(id), config.missed(), MOST_RUNS);
  }

  /** Looks for runs that fell silent, unless another replica does so right now. */
  @Transactional
  public void check() {
    if (!heartbeats.claimCheck()) {
      return;
    }
    heartbeats.markStalled(config.missed()).forEach(this::tellStalled);
    heartbeats.unmarkEnded().forEach(changes::runUpdated);
    heartbeats.forgetEnded(config.keepEnded());
  }

  private void tellStalled(LivenessStore.StalledRun run) {
    changes.runStalled(run.runId());
    events.publish(
        EventType.RUN_STALLED,
        MlflowJson.mapper()
            .createObjectNode()
            .put("run_id", run.runId())
            .put("run_name", run.runName())
            .put("experiment_id", run.experimentId())
            .put("status", RunStatus.RUNNING.name()));
  }

  private long checkedInterval(Heartbeat request) {
    Long given = request.intervalMillis();
    if (given == null) {
      return config.interval().toMillis();
    }
    if (given < SHORTEST_INTERVAL.toMillis() || given > LONGEST_INTERVAL.toMillis()) {
      throw Require.invalidValueBare(
          "interval_millis",
          given.toString(),
          "It must be from "
              + SHORTEST_INTERVAL.toMillis()
              + " to "
              + LONGEST_INTERVAL.toMillis()
              + ".");
    }
    return given;
  }

  private static MlflowException notFound(String runId) {
    return MlflowException.notFound("Run with id=" + runId + " not found");
  }
}
