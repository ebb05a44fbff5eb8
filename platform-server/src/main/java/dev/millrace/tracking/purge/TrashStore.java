package dev.millrace.tracking.purge;

import dev.millrace.core.tracking.ListDeletedRuns.DeletedRun;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Reads what is deleted, through the index of the deleted runs alone. */
@Singleton
class TrashStore extends JdbcStore {

  TrashStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Where a page begins: behind the run that was deleted then and has this key. */
  record Place(long deletedTime, long runKey) {

    static final Place BEFORE_ALL = new Place(Long.MAX_VALUE, Long.MAX_VALUE);
  }

  record PlacedRun(Place place, DeletedRun run) {}

  /** The next deleted runs behind a place, the one deleted last first. */
  List<PlacedRun> deletedRuns(Place after, int limit) {
    return query(
        """
        SELECT coalesce(r.deleted_time, 0) AS deleted, r.run_key, r.run_id, r.run_name, r.user_id,
          r.experiment_id, e.name, e.lifecycle_stage, r.start_time
        FROM runs AS r JOIN experiments AS e USING (experiment_id)
        WHERE r.lifecycle_stage = 'deleted'
          AND (coalesce(r.deleted_time, 0), r.run_key) < (?, ?)
        ORDER BY coalesce(r.deleted_time, 0) DESC, r.run_key DESC
        LIMIT ?
        """,
        TrashStore::run,
        after.deletedTime(),
        after.runKey(),
        limit);
  }

  private static PlacedRun run(ResultSet row) throws SQLException {
    return new PlacedRun(
        new Place(row.getLong("deleted"), row.getLong("run_key")),
        new DeletedRun(
            row.getString("run_id"),
            row.getString("run_name"),
            row.getString("user_id"),
            Long.toString(row.getLong("experiment_id")),
            row.getString("name"),
            row.getString("lifecycle_stage"),
            row.getLong("start_time"),
            row.getLong("deleted")));
  }
}
