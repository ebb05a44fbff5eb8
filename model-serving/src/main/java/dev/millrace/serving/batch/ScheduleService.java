package dev.millrace.serving.batch;

import dev.millrace.core.batch.CreateScheduleRequest;
import dev.millrace.core.batch.ListScoringJobs;
import dev.millrace.core.batch.RunScheduleRequest;
import dev.millrace.core.batch.Schedule;
import dev.millrace.core.batch.ScoringJob;
import dev.millrace.core.batch.ScoringJob.Trigger;
import dev.millrace.core.batch.UpdateScheduleRequest;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.page.NewestFirst;
import dev.millrace.core.page.Page;
import dev.millrace.core.serving.Followed;
import dev.millrace.core.validation.Require;
import dev.millrace.serving.endpoint.EndpointRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.security.Principal;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules of schedules. */
@ApplicationScoped
public class ScheduleService {

  private static final String ORDER = "scoring-jobs";
  private static final int DEFAULT_PAGE = 100;

  /** The year 9999. */
  private static final long LAST_MILLIS = 253_402_300_799_999L;

  private final ScheduleStore schedules;
  private final JobStore jobs;
  private final ArtifactPlaces places;

  ScheduleService(ScheduleStore schedules, JobStore jobs, ArtifactPlaces places) {
    this.schedules = schedules;
    this.jobs = jobs;
    this.places = places;
  }

  /** Plans a job for every time that cron names from now on. */
  @Transactional
  public Schedule create(CreateScheduleRequest request, @Nullable Principal caller) {
    String owner = EndpointRules.owner(request.owner());
    StoredSchedule schedule =
        planned(
            new StoredSchedule(
                0,
                ScheduleRules.name(request.name()),
                EndpointRules.modelName(request.modelName()),
                EndpointRules.followsOrChampion(
                    request.alias(), request.stage(), request.version()),
                ScheduleRules.place(request.input(), "input"),
                ScheduleRules.place(request.output(), "output"),
                Require.text(request.cron(), "cron"),
                Objects.requireNonNullElse(request.timeZone(), "UTC"),
                ScheduleRules.options(request.options()),
                Boolean.TRUE.equals(request.paused()),
                owner == null && caller != null ? EndpointRules.owner(caller.getName()) : owner,
                EndpointRules.description(request.description()),
                null,
                jobs.now()));
    requireFiles(schedule);
    schedules.insertSchedule(schedule);
    return schedule.describe(null);
  }

  /** With the time that is due next. */
  private StoredSchedule planned(StoredSchedule schedule) {
    Long next = CronTimes.of(schedule.cron(), schedule.timeZone()).nextAfter(jobs.now());
    if (next == null) {
      throw MlflowException.invalidParameter("Parameter 'cron' names no time that ever comes.");
    }
    return schedule.dueAt(next);
  }

  /** Refuses files that are not this server's, or one in the place of another. */
  private void requireFiles(StoredSchedule schedule) {
    ScheduleRules.requireFit(schedule.input(), schedule.output());
    long now = jobs.now();
    ZoneId zone = CronTimes.zone(schedule.timeZone());
    ArtifactPlaces.requireApart(
        places.resolve(PlaceTemplate.fill(schedule.input(), now, zone), "input"),
        places.resolve(PlaceTemplate.fill(schedule.output(), now, zone), "output"));
  }

  /**
   * Changes a schedule. One that goes on after a pause does not make up for the times between. What
   * stays is not held to the rules again until then: runs and time zones go, and a schedule that
   * they leave behind can be paused all the same.
   */
  @Transactional
  public Schedule update(String name, UpdateScheduleRequest request) {
    StoredSchedule old = schedules.lockSchedule(name).orElseThrow(() -> notFound(name));
    Followed follows = EndpointRules.follows(request.alias(), request.stage(), request.version());
    StoredSchedule changed =
        new StoredSchedule(
            old.scheduleId(),
            old.name(),
            old.modelName(),
            follows == null ? old.follows() : follows,
            request.input() == null ? old.input() : ScheduleRules.place(request.input(), "input"),
            request.output() == null
                ? old.output()
                : ScheduleRules.place(request.output(), "output"),
            Objects.requireNonNullElse(request.cron(), old.cron()),
            Objects.requireNonNullElse(request.timeZone(), old.timeZone()),
            request.options() == null ? old.options() : ScheduleRules.options(request.options()),
            Objects.requireNonNullElse(request.paused(), old.paused()),
            request.owner() == null ? old.owner() : EndpointRules.owner(request.owner()),
            request.description() == null
                ? old.description()
                : EndpointRules.description(request.description()),
            old.dueAtMillis(),
            old.createdAtMillis());
    boolean resumed = old.paused() && !changed.paused();
    boolean sameTimes =
        changed.cron().equals(old.cron()) && changed.timeZone().equals(old.timeZone());
    boolean sameFiles =
        changed.input().equals(old.input()) && changed.output().equals(old.output());
    // A time that is due already is not lost by another change.
    StoredSchedule stored = resumed || !sameTimes ? planned(changed) : changed;
    if (resumed || !sameFiles) {
      requireFiles(stored);
    }
    schedules.updateSchedule(stored);
    return describe(List.of(stored)).get(0);
  }

  /** Removes a schedule with its history; a job that is worked on stores nothing more. */
  @Transactional
  public void delete(String name) {
    if (!schedules.deleteSchedule(name)) {
      throw notFound(name);
    }
  }

  @Transactional
  public Schedule get(String name) {
    return describe(List.of(require(name))).get(0);
  }

  @Transactional
  public List<Schedule> list() {
    return describe(schedules.listSchedules());
  }

  /**
   * Makes a job now.
   *
   * @throws MlflowException RESOURCE_CONFLICT where one waits or is worked on
   */
  @Transactional
  public ScoringJob run(String name, RunScheduleRequest request) {
    StoredSchedule schedule = require(name);
    long time = request.scheduledAt() == null ? jobs.now() : request.scheduledAt();
    if (time < 0 || time > LAST_MILLIS) {
      throw MlflowException.invalidParameter(
          "Parameter 'scheduled_at' is a time in milliseconds since the epoch.");
    }
    return jobs.insertJob(JobQueue.job(schedule, time, Trigger.PERSON))
        .orElseThrow(
            () ->
                new MlflowException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "A job of schedule '" + name + "' waits or is worked on."));
  }

  /** A page of the history, newest first. */
  @Transactional
  public ListScoringJobs.Response jobs(String name, ListScoringJobs request) {
    int limit = NewestFirst.maxResults(request.maxResults(), DEFAULT_PAGE);
    long before = NewestFirst.before(request.pageToken(), ORDER);
    Page<ScoringJob> page =
        NewestFirst.page(
            jobs.listJobs(require(name).scheduleId(), before, limit + 1),
            limit,
            job -> Long.parseLong(job.jobId()),
            ORDER);
    return new ListScoringJobs.Response(page.items(), page.nextPageToken());
  }

  private List<Schedule> describe(List<StoredSchedule> stored) {
    Map<Long, List<ScoringJob>> newest =
        jobs.findNewest(stored.stream().map(StoredSchedule::scheduleId).toList());
    return stored.stream()
        .map(
            schedule ->
                schedule.describe(
                    newest.getOrDefault(schedule.scheduleId(), List.of()).stream()
                        .findFirst()
                        .orElse(null)))
        .toList();
  }

  private StoredSchedule require(String name) {
    return schedules.findSchedule(name).orElseThrow(() -> notFound(name));
  }

  private static MlflowException notFound(String name) {
    return MlflowException.notFound("There is no schedule '" + name + "'.");
  }
}
