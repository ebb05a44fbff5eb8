package dev.millrace.serving.batch;

import dev.millrace.core.batch.ScoringJob.State;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.core.thread.DaemonThreads;
import dev.millrace.serving.batch.JobStore.Claimed;
import dev.millrace.serving.batch.JobStore.Outcome;
import dev.millrace.serving.deployment.Targets;
import dev.millrace.serving.replica.ReplicaIdentity;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Works on one job at a time, and tells meanwhile that it still does. */
@Singleton
class JobWorker {

  /** Before the endpoints, which take down what frees models. */
  private static final int FIRST = 1;

  private static final Logger LOG = Logger.getLogger(JobWorker.class);
  private static final int LOOKS_OF_LEASE = 3;
  private static final Duration FORGET_EVERY = Duration.ofHours(1);

  private final JobQueue queue;
  private final JobStore jobs;
  private final JobRunner runner;
  private final Targets targets;
  private final ScheduleConfig config;
  private final String server;
  private final ScheduledExecutorService looks = DaemonThreads.executor("scoring-schedules");
  private final ScheduledExecutorService work = DaemonThreads.executor("scoring-job");

  private volatile @Nullable Held held;
  private boolean failing;
  private long forgotAtNanos = System.nanoTime() - FORGET_EVERY.toNanos();

  /** The job that is worked on. */
  private static final class Held {

    private final Claimed job;
    private volatile boolean lost;

    Held(Claimed job) {
      this.job = job;
    }
  }

  JobWorker(
      JobQueue queue,
      JobStore jobs,
      JobRunner runner,
      Targets targets,
      ScheduleConfig config,
      ReplicaIdentity self) {
    this.queue = queue;
    this.jobs = jobs;
    this.runner = runner;
    this.targets = targets;
    requireLease(config.lease(), config.interval());
    this.config = config;
    this.server = self.name();
  }

  /** The lease of a job that is worked on must not end between two looks. */
  static void requireLease(Duration lease, Duration interval) {
    if (lease.compareTo(interval.multipliedBy(LOOKS_OF_LEASE)) < 0) {
      throw new IllegalStateException(
          "millrace.serving.schedules.lease is %s and must be at least %d times as long as"
                  .formatted(lease, LOOKS_OF_LEASE)
              + " millrace.serving.schedules.interval, which is %s".formatted(interval));
    }
  }

  void start(@Observes StartupEvent event) {
    if (config.work()) {
      long interval = config.interval().toMillis();
      ScheduledFuture<?> unused =
          looks.scheduleWithFixedDelay(this::look, interval, interval, TimeUnit.MILLISECONDS);
    }
  }

  void stop(@Observes @Priority(FIRST) ShutdownEvent event) throws InterruptedException {
    looks.shutdown();
    looks.awaitTermination(2, TimeUnit.SECONDS);
    Held job = held;
    if (job != null) {
      job.lost = true;
    }
    work.shutdownNow();
    if (!work.awaitTermination(5, TimeUnit.SECONDS)) {
      LOG.warn("a job did not end in time; another server takes it when its lease is over");
    } else if (job != null) {
      giveUp(job.job);
    }
  }

  private void giveUp(Claimed job) {
    try {
      jobs.giveUp(job.jobId());
    } catch (RuntimeException e) {
      LOG.debugf("others take the job when its lease is over: %s", e);
    }
  }

  private void look() {
    try {
      Held job = held;
      if (job != null && !jobs.renew(job.job.jobId(), config.lease())) {
        job.lost = true;
      }
      long now = jobs.now();
      queue.queueDue(now);
      queue.requeueLost();
      if (job == null) {
        queue.claim(server).ifPresent(this::take);
      }
      if (System.nanoTime() - forgotAtNanos >= FORGET_EVERY.toNanos()) {
        queue.forgetOld(now);
        forgotAtNanos = System.nanoTime();
      }
      failing = false;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.warnf("schedules are not looked at until the database is back: %s", e);
      }
      failing = true;
    } catch (Error e) {
      // Thrown further it would end all looks, and nobody would be told.
      LOG.error("schedules are looked at again in a while", e);
    }
  }

  private void take(Claimed job) {
    Held mine = new Held(job);
    held = mine;
    work.execute(
        () -> {
          try {
            work(mine);
          } catch (RuntimeException | Error e) {
            LOG.warnf(e, "how job %d went could not be written", job.jobId());
          } finally {
            held = null;
          }
        });
  }

  private void work(Held mine) {
    Claimed job = mine.job;
    try {
      Outcome outcome = outcome(job, mine);
      if (mine.lost && outcome.state() != State.SUCCEEDED) {
        // What interrupts a job when the server stops is no fault of the job's.
        throw new LostJobException();
      }
      if (!jobs.settle(job.jobId(), outcome)) {
        LOG.warnf("job %d was ended after it was given to another server", job.jobId());
      }
    } catch (LostJobException e) {
      LOG.infof("job %d of schedule %s goes to another server", job.jobId(), job.schedule().name());
    }
  }

  private Outcome outcome(Claimed job, Held mine) {
    try {
      StoredSchedule schedule = job.schedule();
      Optional<ServableVersion> version = targets.resolve(schedule.modelName(), schedule.follows());
      return version.isPresent()
          ? runner.run(job, version.get(), () -> mine.lost)
          : Outcome.failed(
              null,
              "Model '%s' has no version for %s."
                  .formatted(schedule.modelName(), schedule.follows().text()));
    } catch (LostJobException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // An error too is the job's: of its libraries, or of the size of its rows.
      LOG.warnf(e, "job %d of schedule %s failed", job.jobId(), job.schedule().name());
      return Outcome.failed(null, "The server failed: see its log.");
    }
  }
}
