package dev.millrace.serving.batch;

import dev.millrace.core.batch.ScoringJob.Trigger;
import dev.millrace.core.error.MlflowException;
import dev.millrace.serving.batch.JobStore.Claimed;
import dev.millrace.serving.batch.JobStore.Lost;
import dev.millrace.serving.batch.JobStore.NewJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.ZoneId;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Makes jobs of what is due and gives each to one server. Every server does all of it: PostgreSQL
 * lets one through.
 */
@ApplicationScoped
public class JobQueue {

  private static final Logger LOG = Logger.getLogger(JobQueue.class);
  private static final int AT_ONCE = 100;
  private static final int MOST_ATTEMPTS = 3;

  private final ScheduleStore schedules;
  private final JobStore jobs;
  private final ScheduleConfig config;

  JobQueue(ScheduleStore schedules, JobStore jobs, ScheduleConfig config) {
    this.schedules = schedules;
    this.jobs = jobs;
    this.config = config;
  }

  /**
   * Makes a job of every schedule whose time has come: one, for the last of the times that passed.
   */
  @Transactional
  public void queueDue(long nowMillis) {
    for (StoredSchedule schedule : schedules.lockDue(nowMillis, AT_ONCE)) {
      schedules.putDue(schedule.scheduleId(), queue(schedule, nowMillis));
    }
  }

  /** Makes the job and answers when the next one is due. */
  private @Nullable Long queue(StoredSchedule schedule, long nowMillis) {
    CronTimes times;
    try {
      times = CronTimes.of(schedule.cron(), schedule.timeZone());
    } catch (MlflowException e) {
      // Zones go with their country. The others must not wait for this one.
      LOG.warnf("schedule %s is due no more: %s", schedule.name(), e.text());
      return null;
    }
    long due = Objects.requireNonNull(schedule.dueAtMillis());
    Long last = times.lastUpTo(nowMillis);
    NewJob job = job(schedule, last == null ? due : Math.max(last, due), Trigger.SCHEDULE);
    if (jobs.insertJob(job).isEmpty()) {
      jobs.insertSkipped(job, "The job before it was not over.");
    }
    return times.nextAfter(nowMillis);
  }

  static NewJob job(StoredSchedule schedule, long scheduledAtMillis, Trigger trigger) {
    ZoneId zone = CronTimes.zone(schedule.timeZone());
    return new NewJob(
        schedule.scheduleId(),
        scheduledAtMillis,
        trigger,
        1,
        PlaceTemplate.fill(schedule.input(), scheduledAtMillis, zone),
        PlaceTemplate.fill(schedule.output(), scheduledAtMillis, zone));
  }

  /** Has jobs tried again whose servers were lost, but not for ever. */
  @Transactional
  public void requeueLost() {
    for (Lost lost : jobs.abortLost()) {
      if (lost.again().attempt() <= MOST_ATTEMPTS) {
        jobs.insertJob(lost.again());
      } else {
        LOG.warnf("a job of schedule %s was lost too often and is given up", lost.name());
      }
    }
  }

  /** The job that waits longest, which is the caller's from now on. */
  @Transactional
  public Optional<Claimed> claim(String server) {
    return jobs.claim(server, config.lease());
  }

  /** Forgets what ended too long ago. */
  @Transactional
  public void forgetOld(long nowMillis) {
    jobs.deleteEndedBefore(nowMillis - config.keep().toMillis());
  }
}
