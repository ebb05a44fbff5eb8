package dev.millrace.tracking.view;

import dev.millrace.core.tracking.SavedView;
import dev.millrace.platform.jdbc.DatabaseException;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.experiment.ExperimentService;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Keeps saved views. */
@Singleton
class SavedViewStore extends JdbcStore {

  SavedViewStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** The views of an owner and the shared ones, by name. */
  List<SavedView> list(String owner) {
    return query(
        "SELECT * FROM saved_views WHERE owner = ? OR shared ORDER BY lower(name), view_id",
        SavedViewStore::read,
        owner);
  }

  long countOf(String owner) {
    return first("SELECT count(*) FROM saved_views WHERE owner = ?", row -> row.getLong(1), owner)
        .orElse(0L);
  }

  /** Saves a view; empty where the owner has one of that name. */
  Optional<SavedView> create(SavedView view, long nowMillis) {
    return first(
        """
        INSERT INTO saved_views
          (name, owner, shared, experiment_id, search, creation_time, last_update_time)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (owner, name) DO NOTHING
        RETURNING *
        """,
        SavedViewStore::read,
        view.name(),
        view.owner(),
        view.shared(),
        ExperimentService.parseId(String.valueOf(view.experimentId())),
        view.search(),
        nowMillis,
        nowMillis);
  }

  /** The view, locked until the transaction ends. */
  Optional<SavedView> lock(long viewId) {
    return first(
        "SELECT * FROM saved_views WHERE view_id = ? FOR UPDATE", SavedViewStore::read, viewId);
  }

  /**
   * Changes everything of a view but its owner; empty where it is gone.
   *
   * @throws DatabaseException of a unique violation where another of the owner's has the name
   */
  Optional<SavedView> replace(long viewId, SavedView view, long nowMillis) {
    return first(
        """
        UPDATE saved_views
        SET name = ?, shared = ?, experiment_id = ?, search = ?, last_update_time = ?
        WHERE view_id = ?
        RETURNING *
        """,
        SavedViewStore::read,
        view.name(),
        view.shared(),
        ExperimentService.parseId(String.valueOf(view.experimentId())),
        view.search(),
        nowMillis,
        viewId);
  }

  /** Removes a view; false where it is gone. */
  boolean delete(long viewId) {
    return update("DELETE FROM saved_views WHERE view_id = ?", viewId) == 1;
  }

  private static SavedView read(ResultSet row) throws SQLException {
    return new SavedView(
        row.getString("view_id"),
        row.getString("name"),
        row.getString("owner"),
        row.getBoolean("shared"),
        row.getString("experiment_id"),
        row.getString("search"),
        row.getLong("creation_time"),
        row.getLong("last_update_time"));
  }
}
