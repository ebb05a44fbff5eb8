package dev.millrace.tracking.bulk;

import dev.millrace.core.tracking.SetRunTags.Change;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes many runs; every method is part of the caller's transaction. */
@Singleton
class BulkStore extends JdbcStore {

  BulkStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Locks those of the runs that there are, always in the same order, so that two changes of many
   * runs wait for each other and never deadlock.
   *
   * @param stage only runs in this lifecycle stage
   */
  Set<String> lock(String[] runIds, @Nullable String stage) {
    return new HashSet<>(
        query(
            """
            SELECT run_id FROM runs WHERE run_id = ANY (?) AND lifecycle_stage = coalesce(?, lifecycle_stage)
            ORDER BY run_key FOR NO KEY UPDATE
            """,
            row -> row.getString(1),
            runIds,
            stage));
  }

  /** What these tags are now; the value is null where a run has no such tag. */
  List<Change> findTags(List<Change> tags) {
    return query(
        """
        SELECT asked.run_id, asked.key, t.value
        FROM unnest(?, ?) WITH ORDINALITY AS asked (run_id, key, place)
        JOIN runs r USING (run_id)
        LEFT JOIN run_tags t ON t.run_key = r.run_key AND t.key = asked.key COLLATE "C"
        ORDER BY asked.place
        """,
        row -> new Change(row.getString(1), row.getString(2), row.getString(3)),
        texts(tags, Change::runId),
        texts(tags, Change::key));
  }

  /** Sets tags, and removes those without a value. */
  void changeTags(List<Change> tags) {
    update(
        """
        WITH asked AS (
          SELECT run_key, experiment_id, key, value
          FROM unnest(?, ?, ?) AS a (run_id, key, value) JOIN runs USING (run_id)
        ), noted AS (
          %s
        ), removed AS (
          DELETE FROM run_tags t USING asked
          WHERE asked.value IS NULL AND t.run_key = asked.run_key AND t.key = asked.key
        )
        INSERT INTO run_tags (run_key, key, value)
        SELECT run_key, key, value FROM asked WHERE value IS NOT NULL
        ORDER BY run_key, key COLLATE "C"
        ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value
        """
            .formatted(ChangeNote.of("asked")),
        texts(tags, Change::runId),
        texts(tags, Change::key),
        texts(tags, Change::value));
  }

  /** Moves runs from one lifecycle stage to another and answers those that were in the first. */
  List<String> move(String[] runIds, String from, String to, @Nullable Long deletedTimeMillis) {
    return query(
        """
        WITH moved AS (
          UPDATE runs SET lifecycle_stage = ?, deleted_time = ?::bigint
          WHERE run_id = ANY (?) AND lifecycle_stage = ?
          RETURNING run_key, experiment_id, run_id
        ), noted AS (
          %s
        )
        SELECT run_id FROM moved ORDER BY run_key
        """
            .formatted(ChangeNote.of("moved")),
        row -> row.getString(1),
        to,
        deletedTimeMillis,
        runIds,
        from);
  }

  private static String[] texts(List<Change> tags, Function<Change, @Nullable String> part) {
    return tags.stream().map(part).toArray(String[]::new);
  }
}
