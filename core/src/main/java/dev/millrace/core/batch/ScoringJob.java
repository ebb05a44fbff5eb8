package dev.millrace.core.batch;

import org.jspecify.annotations.Nullable;

/**
 * One time that a schedule's file was scored, or should have been.
 *
 * @param jobId a whole number; later jobs have greater ones
 * @param scheduledAt the time that it was made for, in milliseconds since the epoch, as all here
 * @param attempt 1, and more for one that takes the place of a job that was aborted
 * @param server that works on it or did
 * @param version that was resolved when it began
 * @param rejects where rejected rows are; absent where there are none
 * @param reason why it did not succeed
 * @param runId the run that it is recorded as, for lineage
 */
public record ScoringJob(
    String jobId,
    String schedule,
    long scheduledAt,
    Trigger trigger,
    State state,
    int attempt,
    long createdAt,
    @Nullable String server,
    @Nullable Long startedAt,
    @Nullable Long endedAt,
    @Nullable String version,
    String input,
    String output,
    @Nullable String rejects,
    @Nullable Long rows,
    @Nullable Long rejected,
    @Nullable String reason,
    @Nullable String runId) {

  /** Who asked for it. */
  public enum Trigger {
    SCHEDULE,
    PERSON
  }

  /** How far it is. */
  public enum State {
    /** It waits for a server. */
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    /** Its server ended or was lost; another attempt may have been made. */
    ABORTED,
    /** Its time came while the job before it was still there. */
    SKIPPED;

    /** Whether nothing happens to it any more. */
    public boolean isOver() {
      return this != QUEUED && this != RUNNING;
    }
  }
}
