package dev.millrace.tracking.liveness;

import dev.millrace.core.live.Liveness;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps heartbeats. All times are the database's: replicas need not agree on theirs. */
@Singleton
class LivenessStore extends JdbcStore {

  /** What marks a stalled run for every client: a tag. */
  static final String STALLED_TAG = "millrace.stalled";

  private static final long CHECK_LOCK = 0x6d696c6c_62656174L;

  private static final String SILENT_TOO_LONG =
      " clock_timestamp() - h.beat_at > h.interval_millis * ? * interval '1 millisecond'";

  private static final String LIVENESS =
      """
      SELECT r.run_id, r.run_name, r.status, h.interval_millis,
             floor(extract(epoch FROM h.beat_at) * 1000)::bigint AS beat_millis,
             floor(extract(epoch FROM clock_timestamp() - h.beat_at) * 1000)::bigint
               AS silent_millis,
             h.interval_millis * ? AS stalled_after,
             coalesce(r.status = 'RUNNING' AND r.lifecycle_stage = 'active' AND
      """
          + SILENT_TOO_LONG
          + ", false) AS stalled FROM runs r ";

  LivenessStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A run that a heartbeat is for. */
  record BeatingRun(long runKey, String lifecycleStage) {}

  /** A run that fell silent. */
  record StalledRun(String runId, @Nullable String runName, String experimentId) {}

  /** The run, active or deleted. */
  Optional<BeatingRun> findRun(String runId) {
    return first(
        "SELECT run_key, lifecycle_stage FROM runs WHERE run_id = ?",
        row -> new BeatingRun(row.getLong(1), row.getString(2)),
        runId);
  }

  /** Notes a heartbeat; true where the run was known to be stalled until then. */
  boolean beat(long runKey, long intervalMillis) {
    Optional<Boolean> wasStalled =
        first(
            """
            UPDATE run_heartbeats AS h
            SET beat_at = clock_timestamp(), interval_millis = ?, stalled_at = NULL
            FROM (SELECT stalled_at FROM run_heartbeats WHERE run_key = ? FOR UPDATE) AS before
            WHERE h.run_key = ?
            RETURNING before.stalled_at IS NOT NULL
            """,
            row -> row.getBoolean(1),
            intervalMillis,
            runKey,
            runKey);
    if (wasStalled.isEmpty()) {
      update(
          """
          INSERT INTO run_heartbeats (run_key, beat_at, interval_millis)
          VALUES (?, clock_timestamp(), ?)
          ON CONFLICT (run_key) DO UPDATE
          SET beat_at = excluded.beat_at, interval_millis = excluded.interval_millis
          """,
          runKey,
          intervalMillis);
    }
    return wasStalled.orElse(false);
  }

  /** Takes the mark off a run. */
  void unmark(long runKey) {
    update(
        "WITH noted AS ("
            + ChangeNote.of("runs WHERE run_key = ?")
            + ") DELETE FROM run_tags WHERE run_key = ? AND key = ?",
        runKey,
        runKey,
        STALLED_TAG);
  }

  /** The run, active or deleted; empty where there is none. */
  Optional<Liveness> findLiveness(String runId, int missed) {
    return first(
        LIVENESS + "LEFT JOIN run_heartbeats h ON h.run_key = r.run_key WHERE r.run_id = ?",
        LivenessStore::read,
        missed,
        missed,
        runId);
  }

  /** The stalled runs of an experiment, the longest silent first. */
  List<Liveness> stalledRuns(long experimentId, int missed, int limit) {
    return query(
        LIVENESS
            + """
              JOIN run_heartbeats h ON h.run_key = r.run_key
              WHERE r.experiment_id = ? AND r.status = 'RUNNING' AND r.lifecycle_stage = 'active'
                AND\s"""
            + SILENT_TOO_LONG
            + " ORDER BY h.beat_at, r.run_key LIMIT ?",
        LivenessStore::read,
        missed,
        missed,
        experimentId,
        missed,
        limit);
  }

  /** Whether this transaction is the one that looks for stalled runs now; others need not. */
  boolean claimCheck() {
    return first("SELECT pg_try_advisory_xact_lock(?)", row -> row.getBoolean(1), CHECK_LOCK)
        .orElse(false);
  }

  /** Marks the runs that fell silent and are not marked yet; answers them. */
  List<StalledRun> markStalled(int missed) {
    return query(
        """
        WITH silent AS (
          SELECT h.run_key FROM run_heartbeats h JOIN runs r ON r.run_key = h.run_key
          WHERE h.stalled_at IS NULL AND r.status = 'RUNNING' AND r.lifecycle_stage = 'active'
            AND """
            + SILENT_TOO_LONG
            + """

          ORDER BY h.run_key
          FOR UPDATE OF h SKIP LOCKED
        ), found AS (
          UPDATE run_heartbeats AS h SET stalled_at = clock_timestamp()
          FROM silent WHERE h.run_key = silent.run_key
          RETURNING h.run_key
        ), tagged AS (
          INSERT INTO run_tags (run_key, key, value)
          SELECT run_key, ?, 'true' FROM found ORDER BY run_key
          ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value
        ), noted AS (
          %s
        )
        SELECT r.run_id, r.run_name, r.experiment_id
        FROM found JOIN runs r ON r.run_key = found.run_key
        """
                .formatted(ChangeNote.of("found JOIN runs USING (run_key)")),
        row -> new StalledRun(row.getString(1), row.getString(2), row.getString(3)),
        missed,
        STALLED_TAG);
  }

  /** Takes the mark off runs that ended after they were found stalled; answers their ids. */
  List<String> unmarkEnded() {
    return query(
        """
        WITH ended AS (
          SELECT h.run_key FROM run_heartbeats h JOIN runs r ON r.run_key = h.run_key
          WHERE h.stalled_at IS NOT NULL AND r.status <> 'RUNNING'
          ORDER BY h.run_key
          FOR UPDATE OF h SKIP LOCKED
        ), found AS (
          UPDATE run_heartbeats AS h SET stalled_at = NULL
          FROM ended WHERE h.run_key = ended.run_key
          RETURNING h.run_key
        ), untagged AS (
          DELETE FROM run_tags AS t USING found WHERE t.run_key = found.run_key AND t.key = ?
        ), noted AS (
          %s
        )
        SELECT r.run_id FROM found JOIN runs r ON r.run_key = found.run_key
        """
            .formatted(ChangeNote.of("found JOIN runs USING (run_key)")),
        row -> row.getString(1),
        STALLED_TAG);
  }

  /** Forgets the heartbeats of runs that ended; the number of them. */
  int forgetEnded(Duration silentFor) {
    return update(
        """
        DELETE FROM run_heartbeats AS h USING runs r
        WHERE r.run_key = h.run_key AND r.status <> 'RUNNING' AND h.stalled_at IS NULL
          AND clock_timestamp() - h.beat_at > ? * interval '1 millisecond'
        """,
        silentFor.toMillis());
  }

  private static Liveness read(ResultSet row) throws SQLException {
    return new Liveness(
        row.getString("run_id"),
        row.getString("run_name"),
        RunStatus.valueOf(row.getString("status")),
        row.getBoolean("stalled"),
        longOrNull(row, "beat_millis"),
        longOrNull(row, "silent_millis"),
        longOrNull(row, "interval_millis"),
        longOrNull(row, "stalled_after"));
  }
}
