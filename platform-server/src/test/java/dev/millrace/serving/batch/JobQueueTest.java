package dev.millrace.serving.batch;

import static dev.millrace.serving.batch.ScheduleFixture.created;
import static dev.millrace.serving.batch.ScheduleFixture.jobs;
import static dev.millrace.serving.batch.ScheduleFixture.request;
import static dev.millrace.serving.batch.ScheduleFixture.run;
import static dev.millrace.serving.batch.ScheduleFixture.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.core.batch.ScoringJob.State;
import dev.millrace.serving.batch.JobStore.Claimed;
import dev.millrace.serving.batch.JobStore.Outcome;
import dev.millrace.testing.PostgresResource;
import dev.millrace.testing.Sql;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Several servers on one database: here they are callers, for this server does no work itself. */
@QuarkusTest
@TestProfile(JobQueueTest.NoWork.class)
@QuarkusTestResource(PostgresResource.class)
class JobQueueTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration OVER = Duration.ofSeconds(-1);
  private static final long DAY = Duration.ofDays(1).toMillis();

  @Inject JobQueue queue;
  @Inject JobStore store;
  @Inject DataSource dataSource;

  /** Nobody but the test works. */
  public static final class NoWork implements QuarkusTestProfile {

    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("millrace.serving.schedules.work", "false");
    }
  }

  @BeforeEach
  void begin() throws SQLException {
    Sql.execute(dataSource, "DELETE FROM scoring_schedule");
  }

  private static String daily() {
    Map<String, Object> request = request("m");
    request.put("cron", "0 6 * * *");
    return created(request);
  }

  private static <T> List<T> together(int callers, Callable<T> call) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<T> answers = new ArrayList<>();
      for (Future<T> answer : threads.invokeAll(java.util.Collections.nCopies(callers, call))) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void serversThatLookTogetherMakeOneJobAndOneOfThemGetsIt() throws Exception {
    List<String> names = List.of(daily(), daily(), daily());
    long due = schedule(names.get(0)).getLong("schedule.next_at");
    together(
        8,
        () -> {
          queue.queueDue(due);
          return true;
        });
    names.forEach(name -> assertThat(jobs(name).getList("jobs.state")).containsExactly("QUEUED"));
    List<Optional<Claimed>> claimed = together(8, () -> queue.claim("server"));
    assertThat(claimed.stream().flatMap(Optional::stream).map(job -> job.schedule().name()))
        .containsExactlyInAnyOrderElementsOf(names);
    names.forEach(
        name -> {
          assertThat(schedule(name).getLong("schedule.next_at")).isEqualTo(due + DAY);
          assertThat(schedule(name).getLong("schedule.last_job.scheduled_at")).isEqualTo(due);
        });
  }

  @Test
  void timesThatWereMissedAreMadeUpForByOneJob() {
    String name = daily();
    long due = schedule(name).getLong("schedule.next_at");
    queue.queueDue(due + 10 * DAY + 5);
    assertThat(jobs(name).getList("jobs.scheduled_at", Long.class)).containsExactly(due + 10 * DAY);
    assertThat(schedule(name).getLong("schedule.next_at")).isEqualTo(due + 11 * DAY);
  }

  @Test
  void aTimeThatComesWhileTheJobBeforeItIsThereIsSkipped() {
    String name = daily();
    long due = schedule(name).getLong("schedule.next_at");
    queue.queueDue(due);
    assertThat(run(name, Map.of()).statusCode()).isEqualTo(409);
    queue.queueDue(due + DAY);
    assertThat(jobs(name).getList("jobs.state")).containsExactly("SKIPPED", "QUEUED");
    assertThat(jobs(name).getString("jobs[0].reason")).contains("was not over");
    Claimed job = queue.claim("a").orElseThrow();
    assertThat(job.scheduledAtMillis()).isEqualTo(due);
    assertThat(store.settle(job.jobId(), Outcome.failed("1", "because"))).isTrue();
    queue.queueDue(due + 2 * DAY);
    assertThat(jobs(name).getList("jobs.state")).containsExactly("QUEUED", "SKIPPED", "FAILED");
  }

  @Test
  void theJobOfAServerThatWasKilledGoesToAnotherAndItsLateAnswerCountsNoMore() throws Exception {
    String name = daily();
    run(name, Map.of()).then().statusCode(200);
    Claimed first = store.claim("killed", OVER).orElseThrow();
    together(
        8,
        () -> {
          queue.requeueLost();
          return true;
        });
    assertThat(jobs(name).getList("jobs.state")).containsExactly("QUEUED", "ABORTED");
    assertThat(jobs(name).getString("jobs[1].reason")).contains("killed");
    Claimed second = store.claim("b", LONG).orElseThrow();
    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.scheduledAtMillis()).isEqualTo(first.scheduledAtMillis());

    assertThat(store.renew(first.jobId(), LONG)).isFalse();
    assertThat(store.settle(first.jobId(), succeeded())).isFalse();
    assertThat(store.renew(second.jobId(), LONG)).isTrue();
    queue.requeueLost();
    assertThat(store.settle(second.jobId(), succeeded())).isTrue();
    assertThat(jobs(name).getList("jobs.state")).containsExactly("SUCCEEDED", "ABORTED");
  }

  private static Outcome succeeded() {
    return new Outcome(State.SUCCEEDED, "1", null, 1L, 0L, null, null);
  }

  @Test
  void aJobThatKillsEveryServerIsGivenUp() {
    String name = daily();
    run(name, Map.of()).then().statusCode(200);
    for (int attempt = 1; attempt <= 3; attempt++) {
      assertThat(store.claim("a", OVER).orElseThrow().attempt()).isEqualTo(attempt);
      queue.requeueLost();
    }
    assertThat(jobs(name).getList("jobs.state")).containsExactly("ABORTED", "ABORTED", "ABORTED");
    assertThat(queue.claim("a")).isEmpty();
  }

  @Test
  void aServerThatStopsGivesItsJobUpAtOnce() {
    String name = daily();
    run(name, Map.of()).then().statusCode(200);
    Claimed job = store.claim("a", LONG).orElseThrow();
    queue.requeueLost();
    assertThat(jobs(name).getList("jobs.state")).containsExactly("RUNNING");
    store.giveUp(job.jobId());
    queue.requeueLost();
    assertThat(jobs(name).getList("jobs.state")).containsExactly("QUEUED", "ABORTED");
  }

  @Test
  void aPausedScheduleIsNotDue() {
    String name = daily();
    long due = schedule(name).getLong("schedule.next_at");
    ScheduleFixture.change(name, Map.of("paused", true)).then().statusCode(200);
    queue.queueDue(due);
    assertThat(jobs(name).getList("jobs")).isNull();
  }
}
