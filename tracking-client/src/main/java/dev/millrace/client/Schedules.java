package dev.millrace.client;

import dev.millrace.client.HttpTransport.Repeat;
import dev.millrace.core.batch.CreateScheduleRequest;
import dev.millrace.core.batch.ListSchedulesResponse;
import dev.millrace.core.batch.ListScoringJobs;
import dev.millrace.core.batch.RunScheduleRequest;
import dev.millrace.core.batch.Schedule;
import dev.millrace.core.batch.ScheduleResponse;
import dev.millrace.core.batch.ScoringJob;
import dev.millrace.core.batch.ScoringJobResponse;
import dev.millrace.core.batch.UpdateScheduleRequest;
import dev.millrace.core.error.MlflowException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Schedules by which the server scores files. */
public final class Schedules {

  private static final String ROUTE = "/api/millrace/v1/schedules";
  private static final int LARGEST_PAGE = 1_000;
  private static final int JOBS_AT_ONCE = 100;

  private final HttpTransport transport;

  Schedules(HttpTransport transport) {
    this.transport = transport;
  }

  /**
   * Plans that a file is scored again and again.
   *
   * @throws MlflowException RESOURCE_ALREADY_EXISTS where there is one of that name,
   *     INVALID_PARAMETER_VALUE where a field is refused
   */
  public Schedule create(CreateScheduleRequest request) {
    return transport
        .send("POST", ROUTE, request, Repeat.UNLESS_RECEIVED, ScheduleResponse.class)
        .schedule();
  }

  /**
   * Changes a schedule; what is null stays.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is none of that name,
   *     INVALID_PARAMETER_VALUE where a field is refused
   */
  public Schedule update(String name, UpdateScheduleRequest change) {
    return transport
        .send("PATCH", route(name), change, Repeat.SAFELY, ScheduleResponse.class)
        .schedule();
  }

  /** Removes a schedule with its history. */
  public void delete(String name) {
    transport.send("DELETE", route(name), Map.of(), Repeat.SAFELY);
  }

  /** RESOURCE_DOES_NOT_EXIST where there is none of that name. */
  public Schedule get(String name) {
    return transport.get(route(name), Map.of(), ScheduleResponse.class).schedule();
  }

  /** All of them, by name. */
  public List<Schedule> list() {
    return transport.get(ROUTE, Map.of(), ListSchedulesResponse.class).schedules();
  }

  /**
   * Has the file scored now.
   *
   * @param scheduledAt the time that the names of its files are made of, in milliseconds since the
   *     epoch; now where it is null
   * @throws MlflowException RESOURCE_CONFLICT where a job waits or is worked on
   */
  public ScoringJob run(String name, @Nullable Long scheduledAt) {
    return transport
        .send(
            "POST",
            route(name) + "/run",
            new RunScheduleRequest(scheduledAt),
            Repeat.UNLESS_RECEIVED,
            ScoringJobResponse.class)
        .job();
  }

  /**
   * The jobs of a schedule, newest first.
   *
   * @param limit at most so many
   */
  public List<ScoringJob> jobs(String name, int limit) {
    return Paging.collect(
        limit,
        LARGEST_PAGE,
        (maxResults, token) -> {
          ListScoringJobs.Response page = page(name, maxResults, token);
          return new Paging.Page<>(page.jobs(), page.nextPageToken());
        });
  }

  /**
   * A job as it is now; where it was aborted, the newest attempt in its place.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where the schedule, or the job in its history,
   *     is gone
   */
  public ScoringJob latest(ScoringJob job) {
    ScoringJob found = null;
    for (ScoringJob each : since(job)) {
      if (each.jobId().equals(job.jobId()) || (found != null && isAttemptAfter(found, each))) {
        found = each;
      }
    }
    if (found == null) {
      throw MlflowException.notFound(
          "Job " + job.jobId() + " of schedule '" + job.schedule() + "' is gone.");
    }
    return found;
  }

  private static boolean isAttemptAfter(ScoringJob aborted, ScoringJob job) {
    return aborted.state() == ScoringJob.State.ABORTED
        && job.scheduledAt() == aborted.scheduledAt()
        && job.attempt() == aborted.attempt() + 1;
  }

  /** This job of its schedule and those after it, oldest first. */
  private Deque<ScoringJob> since(ScoringJob first) {
    long firstId = Long.parseLong(first.jobId());
    Deque<ScoringJob> jobs = new ArrayDeque<>();
    String token = null;
    do {
      ListScoringJobs.Response page = page(first.schedule(), JOBS_AT_ONCE, token);
      for (ScoringJob job : page.jobs()) {
        if (Long.parseLong(job.jobId()) < firstId) {
          return jobs;
        }
        jobs.addFirst(job);
      }
      token = page.nextPageToken();
    } while (token != null && !token.isEmpty());
    return jobs;
  }

  private ListScoringJobs.Response page(String name, int maxResults, @Nullable String token) {
    return transport.get(
        route(name) + "/jobs",
        Query.of("max_results", maxResults).and("page_token", token).values(),
        ListScoringJobs.Response.class);
  }

  private static String route(String name) {
    return ROUTE + "/" + UriParts.encode(name);
  }
}
