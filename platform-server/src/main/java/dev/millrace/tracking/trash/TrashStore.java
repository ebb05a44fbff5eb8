package dev.millrace.tracking.trash;

import dev.millrace.core.tracking.ListTrash.Item;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Finds deleted experiments and runs; it keeps nothing of its own. */
@Singleton
class TrashStore extends JdbcStore {

  /** So many runs of an experiment are counted. */
  private static final int MOST_COUNTED = 10_000;

  TrashStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Where something stands in the order of its deletion. */
  record Place(long deletedAt, long key) {
    static final Place FIRST = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  /** Something deleted, and its key. */
  record Placed(Item item, long key) {}

  /** How much there is. */
  record Counts(long experiments, long runs) {}

  /** Deleted experiments, and deleted runs of the others. */
  Counts count() {
    return query(
            """
            SELECT (SELECT count(*) FROM experiments WHERE lifecycle_stage = 'deleted'),
                   (SELECT count(*) FROM runs AS r JOIN experiments AS e USING (experiment_id)
                    WHERE r.lifecycle_stage = 'deleted' AND e.lifecycle_stage = 'active')
            """,
            row -> new Counts(row.getLong(1), row.getLong(2)))
        .get(0);
  }

  /** Deleted experiments behind a place, the last that was deleted first. */
  List<Placed> findExperiments(Place before, int most) {
    return query(
        """
        SELECT e.experiment_id, e.name, e.last_update_time,
               (SELECT count(*) FROM (
                  SELECT FROM runs AS r WHERE r.experiment_id = e.experiment_id LIMIT ?) AS counted)
        FROM experiments AS e
        WHERE e.lifecycle_stage = 'deleted' AND (e.last_update_time, e.experiment_id) < (?, ?)
        ORDER BY e.last_update_time DESC, e.experiment_id DESC LIMIT ?
        """,
        row ->
            new Placed(
                new Item(
                    row.getString(1), row.getString(2), null, null, row.getLong(3), row.getLong(4)),
                row.getLong(1)),
        MOST_COUNTED,
        before.deletedAt(),
        before.key(),
        most);
  }

  /**
   * Deleted runs of experiments that are not deleted, behind a place, the last that was deleted
   * first. Each experiment is looked at for as many as the page has, by an index: those of deleted
   * experiments, which may be many, are not read.
   */
  List<Placed> findRuns(Place before, int most) {
    return query(
        """
        SELECT e.experiment_id, e.name, r.run_id, r.run_name, r.deleted_at, r.run_key
        FROM experiments AS e
        CROSS JOIN LATERAL (
          SELECT run_id, run_name, run_key, coalesce(deleted_time, 0) AS deleted_at
          FROM runs
          WHERE experiment_id = e.experiment_id AND lifecycle_stage = 'deleted'
            AND (coalesce(deleted_time, 0), run_key) < (?, ?)
          ORDER BY coalesce(deleted_time, 0) DESC, run_key DESC LIMIT ?) AS r
        WHERE e.lifecycle_stage = 'active'
        ORDER BY r.deleted_at DESC, r.run_key DESC LIMIT ?
        """,
        row ->
            new Placed(
                new Item(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5),
                    null),
                row.getLong(6)),
        before.deletedAt(),
        before.key(),
        most,
        most);
  }
}
