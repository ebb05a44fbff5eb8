package dev.millrace.serving.batch;

import dev.millrace.batch.Choice;
import dev.millrace.batch.ScoreJob;
import dev.millrace.batch.ScorePlan;
import dev.millrace.batch.ScoreState;
import dev.millrace.batch.ScoringException;
import dev.millrace.core.batch.OnError;
import dev.millrace.core.batch.ScoringJob.State;
import dev.millrace.core.batch.ScoringOptions;
import dev.millrace.core.batch.ScoringRecorder;
import dev.millrace.core.data.Sha256;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.RegisteredVersions;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.serving.batch.JobStore.Claimed;
import dev.millrace.serving.batch.JobStore.Outcome;
import dev.millrace.serving.deployment.WorkFolders;
import dev.millrace.serving.scoring.VersionScoringService;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Scores the file of a job: copied, scored, stored, recorded. */
@Singleton
class JobRunner {

  private static final Logger LOG = Logger.getLogger(JobRunner.class);
  private static final int CHUNK_ROWS = 1_000;

  private final RegisteredVersions registry;
  private final VersionScoringService scoring;
  private final ArtifactPlaces places;
  private final ScoringRecorder recorder;
  private final WorkFolders folders;
  private final Duration patience;

  JobRunner(
      RegisteredVersions registry,
      VersionScoringService scoring,
      ArtifactPlaces places,
      ScoringRecorder recorder,
      WorkFolders folders,
      ScheduleConfig config) {
    this.registry = registry;
    this.scoring = scoring;
    this.places = places;
    this.recorder = recorder;
    this.folders = folders;
    this.patience = config.patience();
  }

  /**
   * Does a job with a version.
   *
   * @param lost whether the job is not this server's any more: then nothing is stored
   * @throws LostJobException where it is not
   */
  Outcome run(Claimed job, ServableVersion version, BooleanSupplier lost) {
    String number = Integer.toString(version.version());
    Path folder = null;
    try {
      folder = folders.create("job-" + job.jobId());
      return score(job, version, folder, lost);
    } catch (MlflowException e) {
      return Outcome.failed(number, e.text());
    } catch (ScoringException e) {
      return Outcome.failed(number, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      LOG.warnf(e, "job %d of schedule %s failed", job.jobId(), job.schedule().name());
      return Outcome.failed(number, "Files could not be read or written: see the server's log.");
    } finally {
      if (folder != null) {
        folders.delete(folder);
      }
    }
  }

  private Outcome score(Claimed job, ServableVersion version, Path folder, BooleanSupplier lost)
      throws IOException {
    long start = System.currentTimeMillis();
    Path input = folder.resolve("input");
    String inputUri = places.resolve(job.input(), "input");
    String outputUri = places.resolve(job.output(), "output");
    // On this day they may be the same, where they were not when the schedule was made.
    ArtifactPlaces.requireApart(inputUri, outputUri);
    String inputHash = places.fetch(inputUri, input);
    ScorePlan plan = plan(job, version, input);
    ServedModel model = new ServedModel(scoring, version, patience, lost);
    ScoreState scored =
        new ScoreJob(plan, model, (done, size) -> {}).run(model.input(), (state, whole) -> {});
    if (lost.getAsBoolean()) {
      throw new LostJobException();
    }
    String rejects = null;
    if (scored.rejected() > 0) {
      rejects = ArtifactPlaces.rejectsOf(job.output());
      places.store(plan.rejects(), ArtifactPlaces.rejectsOf(outputUri));
    }
    places.store(plan.output(), outputUri);
    String runId =
        recorder.record(
            new ScoringRecorder.Scored(
                job.schedule().name(),
                job.schedule().owner(),
                plan.model(),
                plan.version(),
                modelId(version),
                new ScoringRecorder.Content(inputUri, inputHash),
                new ScoringRecorder.Content(outputUri, Sha256.hex(Sha256.of(plan.output()))),
                plan.fingerprint(),
                scored.rows(),
                scored.rejected(),
                start));
    return new Outcome(
        State.SUCCEEDED, plan.version(), rejects, scored.rows(), scored.rejected(), null, runId);
  }

  private static ScorePlan plan(Claimed job, ServableVersion version, Path input) {
    ScoringOptions options = job.schedule().options();
    Path output = input.resolveSibling("output");
    return new ScorePlan(
        version.modelName(),
        Integer.toString(version.version()),
        input,
        job.input(),
        ScheduleRules.format(job.input(), "input"),
        output,
        output.resolveSibling("rejects"),
        options.onError() == OnError.SKIP,
        CHUNK_ROWS,
        Choice.of(options));
  }

  private @Nullable String modelId(ServableVersion version) {
    return registry
        .findVersion(version.modelName(), version.version())
        .map(found -> found.version().modelId())
        .orElse(null);
  }
}
