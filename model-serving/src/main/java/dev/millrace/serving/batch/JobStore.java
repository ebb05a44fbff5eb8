package dev.millrace.serving.batch;

import dev.millrace.core.batch.ScoringJob;
import dev.millrace.core.batch.ScoringJob.State;
import dev.millrace.core.batch.ScoringJob.Trigger;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The jobs of schedules: a queue that servers take from, and the history. */
@Singleton
class JobStore extends JdbcStore {

  private static final String COLUMNS =
      """
      j.job_id, s.name AS schedule, j.scheduled_at, j.trigger, j.state, j.attempt, j.created_at,
      j.server, j.started_at, j.ended_at, j.version, j.input, j.output, j.rejects, j.rows,
      j.rejected, j.reason, j.run_id
      """;

  private static final String NOW = "floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

  JobStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A job to be made. */
  record NewJob(
      long scheduleId,
      long scheduledAtMillis,
      Trigger trigger,
      int attempt,
      String input,
      String output) {}

  /** A job that this server works on, with its schedule as it was when it was taken. */
  record Claimed(
      long jobId,
      int attempt,
      long scheduledAtMillis,
      String input,
      String output,
      StoredSchedule schedule) {}

  /** How a job went. */
  record Outcome(
      State state,
      @Nullable String version,
      @Nullable String rejects,
      @Nullable Long rows,
      @Nullable Long rejected,
      @Nullable String reason,
      @Nullable String runId) {

    static Outcome failed(@Nullable String version, String reason) {
      return new Outcome(State.FAILED, version, null, null, null, reason, null);
    }
  }

  /** The database's time, in milliseconds since the epoch: those of servers differ. */
  long now() {
    return first("SELECT " + NOW, row -> row.getLong(1)).orElseThrow();
  }

  /** Queues a job; empty where one of the schedule waits or is worked on. */
  Optional<ScoringJob> insertJob(NewJob job) {
    return first(
            """
            INSERT INTO scoring_job
              (schedule_id, scheduled_at, trigger, state, attempt, created_at, input, output)
            VALUES (?, ?, ?, 'QUEUED', ?, %s, ?, ?)
            ON CONFLICT (schedule_id) WHERE state IN ('QUEUED', 'RUNNING') DO NOTHING
            RETURNING job_id
            """
                .formatted(NOW),
            row -> row.getLong(1),
            job.scheduleId(),
            job.scheduledAtMillis(),
            job.trigger().name(),
            job.attempt(),
            job.input(),
            job.output())
        .flatMap(this::findJob);
  }

  /** Notes that a time passed without a job. */
  void insertSkipped(NewJob job, String reason) {
    update(
        """
        INSERT INTO scoring_job
          (schedule_id, scheduled_at, trigger, state, attempt, created_at, ended_at, input, output,
           reason)
        VALUES (?, ?, ?, 'SKIPPED', ?, %1$s, %1$s, ?, ?, ?)
        """
            .formatted(NOW),
        job.scheduleId(),
        job.scheduledAtMillis(),
        job.trigger().name(),
        job.attempt(),
        job.input(),
        job.output(),
        reason);
  }

  /** Takes the job that waits longest; those that others take just now are left out. */
  Optional<Claimed> claim(String server, Duration lease) {
    return first(
        """
        WITH taken AS (
          UPDATE scoring_job
          SET state = 'RUNNING', server = ?, started_at = %s,
              lease_until = clock_timestamp() + ? * interval '1 millisecond'
          WHERE job_id = (
            SELECT job_id FROM scoring_job WHERE state = 'QUEUED'
            ORDER BY job_id LIMIT 1 FOR UPDATE SKIP LOCKED)
          RETURNING *)
        SELECT j.job_id, j.attempt, j.scheduled_at, j.input, j.output, %s
        FROM taken AS j JOIN scoring_schedule AS s USING (schedule_id)
        """
            .formatted(NOW, ScheduleStore.COLUMNS),
        row ->
            new Claimed(
                row.getLong("job_id"),
                row.getInt("attempt"),
                row.getLong("scheduled_at"),
                row.getString("input"),
                row.getString("output"),
                ScheduleStore.schedule(row)),
        server,
        lease.toMillis());
  }

  /** Tells that a job is still worked on; false where it is not this server's any more. */
  boolean renew(long jobId, Duration lease) {
    return update(
            """
            UPDATE scoring_job SET lease_until = clock_timestamp() + ? * interval '1 millisecond'
            WHERE job_id = ? AND state = 'RUNNING'
            """,
            lease.toMillis(),
            jobId)
        > 0;
  }

  /** Writes how a job went; false where it is not this server's any more. */
  boolean settle(long jobId, Outcome outcome) {
    return update(
            """
            UPDATE scoring_job
            SET state = ?, version = ?, rejects = ?, rows = ?, rejected = ?, reason = ?, run_id = ?,
                ended_at = %s, lease_until = NULL
            WHERE job_id = ? AND state = 'RUNNING'
            """
                .formatted(NOW),
            outcome.state().name(),
            outcome.version(),
            outcome.rejects(),
            outcome.rows(),
            outcome.rejected(),
            outcome.reason(),
            outcome.runId(),
            jobId)
        > 0;
  }

  /** A job whose server was lost. */
  record Lost(NewJob again, String name) {}

  /**
   * Aborts the jobs whose servers have not been heard of for as long as their lease, and answers
   * what is to be tried again; each is given to one caller.
   */
  List<Lost> abortLost() {
    return query(
        """
        UPDATE scoring_job AS j
        SET state = 'ABORTED', ended_at = %s, lease_until = NULL,
            reason = 'Server ' || j.server || ' ended, or was not heard of for too long.'
        FROM scoring_schedule AS s
        WHERE j.state = 'RUNNING' AND j.lease_until < clock_timestamp()
          AND s.schedule_id = j.schedule_id
        RETURNING j.schedule_id, j.scheduled_at, j.trigger, j.attempt, j.input, j.output, s.name
        """
            .formatted(NOW),
        row ->
            new Lost(
                new NewJob(
                    row.getLong("schedule_id"),
                    row.getLong("scheduled_at"),
                    Trigger.valueOf(row.getString("trigger")),
                    row.getInt("attempt") + 1,
                    row.getString("input"),
                    row.getString("output")),
                row.getString("name")));
  }

  /** Lets others have a job at once, as this server stops. */
  void giveUp(long jobId) {
    update(
        """
        UPDATE scoring_job SET lease_until = clock_timestamp() - interval '1 millisecond'
        WHERE job_id = ? AND state = 'RUNNING'
        """,
        jobId);
  }

  /** Forgets jobs that ended before that. */
  void deleteEndedBefore(long millis) {
    update("DELETE FROM scoring_job WHERE ended_at < ?", millis);
  }

  /** By its number. */
  Optional<ScoringJob> findJob(long jobId) {
    return first(
        "SELECT "
            + COLUMNS
            + "FROM scoring_job AS j JOIN scoring_schedule AS s USING (schedule_id)"
            + " WHERE j.job_id = ?",
        JobStore::job,
        jobId);
  }

  /** Jobs of a schedule before one, newest first. */
  List<ScoringJob> listJobs(long scheduleId, long beforeJobId, int most) {
    return query(
        "SELECT "
            + COLUMNS
            + """
            FROM scoring_job AS j JOIN scoring_schedule AS s USING (schedule_id)
            WHERE j.schedule_id = ? AND j.job_id < ?
            ORDER BY j.job_id DESC LIMIT ?
            """,
        JobStore::job,
        scheduleId,
        beforeJobId,
        most);
  }

  /** The newest job of each of these schedules; none for one without. */
  Map<Long, List<ScoringJob>> findNewest(Collection<Long> scheduleIds) {
    return queryGrouped(
        "SELECT s.schedule_id, "
            + COLUMNS
            + """
            FROM scoring_schedule AS s CROSS JOIN LATERAL (
              SELECT * FROM scoring_job WHERE schedule_id = s.schedule_id
              ORDER BY job_id DESC LIMIT 1) AS j
            WHERE s.schedule_id = ANY (?)
            """,
        row -> row.getLong("schedule_id"),
        JobStore::job,
        (Object) scheduleIds.toArray(Long[]::new));
  }

  private static ScoringJob job(ResultSet row) throws SQLException {
    return new ScoringJob(
        Long.toString(row.getLong("job_id")),
        row.getString("schedule"),
        row.getLong("scheduled_at"),
        Trigger.valueOf(row.getString("trigger")),
        State.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getLong("created_at"),
        row.getString("server"),
        longOrNull(row, "started_at"),
        longOrNull(row, "ended_at"),
        row.getString("version"),
        row.getString("input"),
        row.getString("output"),
        row.getString("rejects"),
        longOrNull(row, "rows"),
        longOrNull(row, "rejected"),
        row.getString("reason"),
        row.getString("run_id"));
  }
}
