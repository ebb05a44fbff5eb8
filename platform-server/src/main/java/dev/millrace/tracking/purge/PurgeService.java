package dev.millrace.tracking.purge;

import dev.millrace.core.artifact.ArtifactRemover;
import dev.millrace.core.artifact.ArtifactRemover.Removal;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.VersionSources;
import dev.millrace.core.tracking.Purge;
import dev.millrace.core.validation.Age;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.experiment.ExperimentService;
import dev.millrace.tracking.metric.MetricInbox;
import dev.millrace.tracking.purge.PurgeStore.DoomedExperiment;
import dev.millrace.tracking.purge.PurgeStore.DoomedModel;
import dev.millrace.tracking.purge.PurgeStore.DoomedRun;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules of purging. Each step is a short transaction of its own that takes some rows no other
 * purge holds, and removes them together with all that belongs to them: stopped at any point,
 * repeated, or run on several servers at once, it does what one run of it does.
 *
 * <p>The points of metrics go last: they are many, and once their series is gone nobody sees them.
 */
@ApplicationScoped
public class PurgeService {

  /** Of one request; a caller with more to do asks again. */
  private static final Duration TIME_LIMIT = Duration.ofSeconds(5);

  private static final int RUNS_A_STEP = 50;
  private static final int RUNS_MEASURED_A_STEP = 500;
  private static final int MAX_IDS = 10_000;

  private final PurgeStore store;
  private final ArtifactRemover artifacts;
  private final VersionSources versions;
  private final MetricInbox inbox;
  private final Clock clock = Clock.systemUTC();

  PurgeService(
      PurgeStore store, ArtifactRemover artifacts, VersionSources versions, MetricInbox inbox) {
    this.store = store;
    this.artifacts = artifacts;
    this.versions = versions;
    this.inbox = inbox;
  }

  /** Removes, for some seconds, or tells what would be removed. */
  public Purge.Response purge(Purge request) {
    List<String> unknown = new ArrayList<>();
    PurgeTarget target = QuarkusTransaction.requiringNew().call(() -> target(request, unknown));
    PurgeTally tally = new PurgeTally();
    // What waits for a series counts as points, and goes with them.
    inbox.settleAll();
    if (Boolean.TRUE.equals(request.dryRun())) {
      measure(target, tally);
      return tally.response(true, List.of(), unknown, true);
    }
    boolean done = remove(target, tally, clock.instant().plus(TIME_LIMIT));
    return tally.response(
        false, done ? store.remainingExperiments(target) : List.of(), unknown, done);
  }

  private boolean remove(PurgeTarget target, PurgeTally tally, Instant deadline) {
    long lastRun = 0;
    long lastExperiment = 0;
    while (clock.instant().isBefore(deadline)) {
      if (lastRun >= 0) {
        lastRun = removeRuns(target, lastRun, tally, deadline);
      } else if (lastExperiment >= 0) {
        lastExperiment = removeExperiment(target, lastExperiment, tally, deadline);
      } else {
        Optional<Long> points = QuarkusTransaction.requiringNew().call(store::deletePoints);
        if (points.isEmpty()) {
          return true;
        }
        tally.addPoints(points.get());
      }
    }
    return false;
  }

  /** Removes some runs behind one; the last of them, or -1 where there was none. */
  private long removeRuns(PurgeTarget target, long after, PurgeTally tally, Instant deadline) {
    List<String> objectKeys = new ArrayList<>();
    long last =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  List<DoomedRun> runs = store.lockRuns(target, after, RUNS_A_STEP);
                  if (runs.isEmpty()) {
                    return -1L;
                  }
                  List<DoomedModel> models = store.lockModelsOfRuns(runs);
                  List<String> roots = roots(runs, models);
                  objectKeys.addAll(release(roots, roots, tally).objectKeys());
                  store.deleteModels(models);
                  store.deleteRuns(runs);
                  tally.addRuns(runs.size(), models.size());
                  return runs.get(runs.size() - 1).runKey();
                });
    artifacts.discard(objectKeys, deadline);
    return last;
  }

  /** Removes one experiment behind one; that one, or -1 where there was none. */
  private long removeExperiment(
      PurgeTarget target, long after, PurgeTally tally, Instant deadline) {
    List<String> objectKeys = new ArrayList<>();
    long last =
        QuarkusTransaction.requiringNew()
            .call(
                () -> {
                  Optional<DoomedExperiment> found = store.lockExperiment(target, after);
                  if (found.isEmpty()) {
                    return -1L;
                  }
                  DoomedExperiment experiment = found.get();
                  List<DoomedModel> models = store.lockModelsOfExperiment(experiment.id());
                  objectKeys.addAll(
                      release(roots(experiment, models, List.of()), roots(List.of(), models), tally)
                          .objectKeys());
                  store.deleteModels(models);
                  store.deleteExperiment(experiment.id());
                  tally.addExperiments(1, models.size());
                  return experiment.id();
                });
    artifacts.discard(objectKeys, deadline);
    return last;
  }

  private void measure(PurgeTarget target, PurgeTally tally) {
    long last = 0;
    while (last >= 0) {
      long after = last;
      last = QuarkusTransaction.requiringNew().call(() -> measureRuns(target, after, tally));
    }
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              for (DoomedExperiment experiment : store.findExperiments(target)) {
                List<DoomedModel> models = store.findModelsOfExperiment(experiment.id());
                List<DoomedRun> runs = store.findRunsOfExperiment(experiment.id());
                List<DoomedModel> modelsOfRuns = store.findModelsOfRuns(runs);
                // Those of its runs are counted already.
                tally.add(measure(roots(experiment, models, runs)));
                tally.subtract(measure(roots(runs, modelsOfRuns)));
                tally.addExperiments(1, models.size() - modelsOfRuns.size());
              }
            });
  }

  private long measureRuns(PurgeTarget target, long after, PurgeTally tally) {
    List<DoomedRun> runs = store.findRuns(target, after, RUNS_MEASURED_A_STEP);
    if (runs.isEmpty()) {
      return -1;
    }
    List<DoomedModel> models = store.findModelsOfRuns(runs);
    tally.add(measure(roots(runs, models)));
    tally.addRuns(runs.size(), models.size());
    tally.addPoints(store.countPoints(runs));
    return runs.get(runs.size() - 1).runKey();
  }

  /**
   * Whoever registers a version of a run holds the run, so none comes up meanwhile.
   *
   * @param counted those of the roots whose kept files no step before has counted
   */
  private Removal release(List<String> roots, List<String> counted, PurgeTally tally) {
    PurgeTally.Files stay = measure(counted);
    Removal removal = artifacts.release(roots, kept(roots).all());
    tally.add(
        new PurgeTally.Files(
            new Removal(
                removal.files(),
                removal.bytes(),
                stay.removal().keptFiles(),
                stay.removal().keptBytes(),
                List.of()),
            stay.keptSources()));
    return removal;
  }

  private PurgeTally.Files measure(List<String> roots) {
    Kept kept = kept(roots);
    return new PurgeTally.Files(artifacts.measure(roots, kept.all()), kept.sources());
  }

  private record Kept(List<String> sources, List<String> others) {

    List<String> all() {
      return Stream.concat(sources.stream(), others.stream()).toList();
    }
  }

  /** Below the roots: what versions are loaded from, and where other experiments keep theirs. */
  private Kept kept(List<String> roots) {
    return new Kept(
        versions.sourcesWithin(roots), store.experimentsWithin(roots.toArray(String[]::new)));
  }

  private static List<String> roots(List<DoomedRun> runs, List<DoomedModel> models) {
    return Stream.concat(
            runs.stream().map(DoomedRun::artifactUri),
            models.stream().map(DoomedModel::artifactUri))
        .toList();
  }

  private static List<String> roots(
      DoomedExperiment experiment, List<DoomedModel> models, List<DoomedRun> runs) {
    return experiment.ownsLocation() ? List.of(experiment.artifactLocation()) : roots(runs, models);
  }

  private PurgeTarget target(Purge request, List<String> unknown) {
    List<String> experimentIds = Require.listOrEmpty(request.experimentIds());
    List<String> runIds = Require.listOrEmpty(request.runIds());
    String olderThan = request.olderThan();
    if (experimentIds.isEmpty() && runIds.isEmpty() && (olderThan == null || olderThan.isEmpty())) {
      throw MlflowException.invalidParameter(
          "Say what to purge: 'older_than' (such as '30d'), 'run_ids' or 'experiment_ids'.");
    }
    if (experimentIds.size() + runIds.size() > MAX_IDS) {
      throw MlflowException.invalidParameter(
          "A purge takes at most "
              + MAX_IDS
              + " ids. Got "
              + (experimentIds.size() + runIds.size())
              + ".");
    }
    Duration age = olderThan == null || olderThan.isEmpty() ? Duration.ZERO : Age.parse(olderThan);
    Long[] experiments =
        experimentIds.stream().map(ExperimentService::parseId).toArray(Long[]::new);
    String[] runs = runIds.toArray(String[]::new);
    refuseActive("Run", store.stagesOfRuns(runs), runIds, unknown);
    refuseActive("Experiment", store.stagesOfExperiments(experiments), experimentIds, unknown);
    return new PurgeTarget(clock.millis() - age.toMillis(), experiments, runs);
  }

  private static void refuseActive(
      String kind, List<PurgeStore.Stage> stages, List<String> asked, List<String> unknown) {
    for (PurgeStore.Stage stage : stages) {
      if (!stage.lifecycleStage().equals("deleted")) {
        throw MlflowException.invalidParameter(
            kind
                + " "
                + Keys.quote(stage.id())
                + " is not in the 'deleted' lifecycle stage. Only what is deleted can be purged.");
      }
    }
    List<String> found = stages.stream().map(PurgeStore.Stage::id).toList();
    asked.stream().filter(id -> !found.contains(id)).forEach(unknown::add);
  }
}
