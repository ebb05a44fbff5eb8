package dev.millrace.tracking.purge;

import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Finds, locks and removes what is deleted. Tables that refer to a run, a logged model or an
 * experiment either are emptied here or do so by ON DELETE CASCADE.
 */
@Singleton
class PurgeStore extends JdbcStore {

  private static final int SERIES_A_STEP = 200;
  private static final int POINTS_A_STEP = 50_000;

  private static final String DOOMED_RUN =
      """
      r.lifecycle_stage = 'deleted' AND coalesce(r.deleted_time, 0) <= ?
        AND (?::boolean OR r.run_id = ANY (?) OR r.experiment_id = ANY (?))
      """;

  private static final String DOOMED_EXPERIMENT =
      """
      e.lifecycle_stage = 'deleted' AND e.last_update_time <= ?
        AND (?::boolean OR e.experiment_id = ANY (?))
        -- The one that clients log to when they name none.
        AND e.experiment_id <> 0
      """;

  private static final String EXPERIMENT_COLUMNS =
      """
      e.experiment_id, e.artifact_location,
      NOT EXISTS (
        SELECT FROM experiments AS o
        WHERE o.experiment_id <> e.experiment_id
          AND (o.artifact_location = e.artifact_location
            OR starts_with(o.artifact_location, e.artifact_location || '/')
            OR starts_with(e.artifact_location, o.artifact_location || '/'))) AS owns_location
      """;

  private static final String MODEL_OF_RUN =
      """
      FROM logged_models AS m JOIN runs AS r
        ON r.run_id = m.source_run_id AND r.experiment_id = m.experiment_id
      WHERE r.run_key = ANY (?)
      """;

  PurgeStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  record DoomedRun(long runKey, String artifactUri) {}

  record DoomedModel(long modelKey, String artifactUri) {}

  /** An experiment, and whether no other one keeps files where it does. */
  record DoomedExperiment(long id, String artifactLocation, boolean ownsLocation) {}

  /** The lifecycle stage of a run or an experiment. */
  record Stage(String id, String lifecycleStage) {}

  /** Of those of the runs that there are. */
  List<Stage> stagesOfRuns(String[] runIds) {
    return query(
        "SELECT run_id, lifecycle_stage FROM runs WHERE run_id = ANY (?)",
        PurgeStore::stage,
        (Object) runIds);
  }

  /** Of those of the experiments that there are. */
  List<Stage> stagesOfExperiments(Long[] ids) {
    return query(
        "SELECT experiment_id, lifecycle_stage FROM experiments WHERE experiment_id = ANY (?)",
        PurgeStore::stage,
        (Object) ids);
  }

  /** The next runs behind one that may be removed. */
  List<DoomedRun> findRuns(PurgeTarget target, long afterRunKey, int limit) {
    return runs(target, afterRunKey, limit, "");
  }

  /** As {@link #findRuns}, locked; runs that another transaction holds are passed over. */
  List<DoomedRun> lockRuns(PurgeTarget target, long afterRunKey, int limit) {
    return runs(target, afterRunKey, limit, "FOR UPDATE SKIP LOCKED");
  }

  private List<DoomedRun> runs(PurgeTarget target, long afterRunKey, int limit, String lock) {
    return query(
        "SELECT r.run_key, r.artifact_uri FROM runs AS r WHERE r.run_key > ? AND "
            + DOOMED_RUN
            + " ORDER BY r.run_key LIMIT ? "
            + lock,
        PurgeStore::run,
        afterRunKey,
        target.deletedUntilMillis(),
        target.all(),
        target.runIds(),
        target.experimentIds(),
        limit);
  }

  List<DoomedRun> findRunsOfExperiment(long experimentId) {
    return query(
        "SELECT run_key, artifact_uri FROM runs WHERE experiment_id = ?",
        PurgeStore::run,
        experimentId);
  }

  /** The logged models that these runs made in their own experiment. */
  List<DoomedModel> findModelsOfRuns(List<DoomedRun> runs) {
    return query(
        "SELECT m.model_key, m.artifact_uri " + MODEL_OF_RUN,
        PurgeStore::model,
        (Object) keys(runs));
  }

  /** As {@link #findModelsOfRuns}, locked; it waits for who holds one. */
  List<DoomedModel> lockModelsOfRuns(List<DoomedRun> runs) {
    return query(
        "SELECT m.model_key, m.artifact_uri "
            + MODEL_OF_RUN
            + " ORDER BY m.model_key FOR UPDATE OF m",
        PurgeStore::model,
        (Object) keys(runs));
  }

  List<DoomedModel> findModelsOfExperiment(long experimentId) {
    return query(
        "SELECT model_key, artifact_uri FROM logged_models WHERE experiment_id = ?",
        PurgeStore::model,
        experimentId);
  }

  /** As {@link #findModelsOfExperiment}, locked; it waits for who holds one. */
  List<DoomedModel> lockModelsOfExperiment(long experimentId) {
    return query(
        """
        SELECT model_key, artifact_uri FROM logged_models WHERE experiment_id = ?
        ORDER BY model_key FOR UPDATE
        """,
        PurgeStore::model,
        experimentId);
  }

  /** How many points these runs were told of. */
  long countPoints(List<DoomedRun> runs) {
    return first(
            """
            SELECT coalesce(sum(point_count), 0)::bigint FROM metric_series
            WHERE run_key = ANY (?)
              AND model_id IS NULL AND dataset_name IS NULL AND dataset_digest IS NULL
            """,
            row -> row.getLong(1),
            (Object) keys(runs))
        .orElse(0L);
  }

  /** The experiments that may be removed once those of their runs are that may be. */
  List<DoomedExperiment> findExperiments(PurgeTarget target) {
    return query(
        "SELECT "
            + EXPERIMENT_COLUMNS
            + " FROM experiments AS e WHERE "
            + DOOMED_EXPERIMENT
            + " AND NOT EXISTS (SELECT FROM runs AS r WHERE r.experiment_id = e.experiment_id AND NOT ("
            + DOOMED_RUN
            + ")) ORDER BY e.experiment_id",
        PurgeStore::experiment,
        target.deletedUntilMillis(),
        target.all(),
        target.experimentIds(),
        target.deletedUntilMillis(),
        target.all(),
        target.runIds(),
        target.experimentIds());
  }

  /** The next experiment behind one that may be removed and has no runs, locked. */
  Optional<DoomedExperiment> lockExperiment(PurgeTarget target, long afterId) {
    return first(
        "SELECT "
            + EXPERIMENT_COLUMNS
            + " FROM experiments AS e WHERE e.experiment_id > ? AND "
            + DOOMED_EXPERIMENT
            + """
               AND NOT EXISTS (SELECT FROM runs AS r WHERE r.experiment_id = e.experiment_id)
             ORDER BY e.experiment_id LIMIT 1 FOR UPDATE OF e SKIP LOCKED
             """,
        PurgeStore::experiment,
        afterId,
        target.deletedUntilMillis(),
        target.all(),
        target.experimentIds());
  }

  /** The experiments that may be removed and are still there. */
  List<String> remainingExperiments(PurgeTarget target) {
    return query(
        "SELECT e.experiment_id FROM experiments AS e WHERE "
            + DOOMED_EXPERIMENT
            + " ORDER BY e.experiment_id",
        row -> row.getString(1),
        target.deletedUntilMillis(),
        target.all(),
        target.experimentIds());
  }

  /** Where experiments keep their files that lies below one of these folders. */
  List<String> experimentsWithin(String[] roots) {
    return query(
        """
        SELECT DISTINCT e.artifact_location
        FROM experiments AS e JOIN unnest(?) AS root (uri)
          ON starts_with(e.artifact_location, root.uri || '/')
        """,
        row -> row.getString(1),
        (Object) roots);
  }

  /** Removes runs, which are locked, with all that was logged to them but the points. */
  void deleteRuns(List<DoomedRun> runs) {
    Long[] keys = keys(runs);
    update(ChangeNote.of("runs WHERE run_key = ANY (?)"), (Object) keys);
    update(
        """
        WITH gone AS (DELETE FROM metric_series WHERE run_key = ANY (?) RETURNING series_id)
        INSERT INTO purged_series (series_id) SELECT series_id FROM gone
        """,
        (Object) keys);
    for (String table :
        List.of(
            "metric_inbox",
            "run_dataset_tags",
            "run_datasets",
            "run_model_inputs",
            "run_model_outputs",
            "run_params",
            "run_tags",
            "runs")) {
      update("DELETE FROM " + table + " WHERE run_key = ANY (?)", (Object) keys);
    }
  }

  /** Removes logged models, which are locked. */
  void deleteModels(List<DoomedModel> models) {
    Long[] keys = models.stream().map(DoomedModel::modelKey).toArray(Long[]::new);
    for (String table : List.of("logged_model_params", "logged_model_tags", "logged_models")) {
      update("DELETE FROM " + table + " WHERE model_key = ANY (?)", (Object) keys);
    }
  }

  /** Removes an experiment, which is locked and has neither runs nor logged models. */
  void deleteExperiment(long id) {
    for (String table : List.of("datasets", "experiment_tags", "experiments")) {
      update("DELETE FROM " + table + " WHERE experiment_id = ?", id);
    }
  }

  /**
   * Removes some of the points that purged runs left; how many, or empty where there were none but
   * those that another transaction is removing.
   */
  Optional<Long> deletePoints() {
    Long[] series =
        query(
                "SELECT series_id FROM purged_series ORDER BY series_id LIMIT ? FOR UPDATE SKIP LOCKED",
                row -> row.getLong(1),
                SERIES_A_STEP)
            .toArray(Long[]::new);
    if (series.length == 0) {
      return Optional.empty();
    }
    long removed =
        update(
            """
            DELETE FROM metric_points WHERE ctid = ANY (ARRAY (
              SELECT point.place
              FROM unnest(?) AS purged (series_id) CROSS JOIN LATERAL (
                -- In the order of the primary key, so that it is read by it.
                SELECT p.ctid AS place FROM metric_points AS p
                WHERE p.series_id = purged.series_id
                ORDER BY p.series_id, p.step LIMIT ?) AS point
              LIMIT ?))
            """,
            series,
            POINTS_A_STEP,
            POINTS_A_STEP);
    if (removed < POINTS_A_STEP) {
      update("DELETE FROM purged_series WHERE series_id = ANY (?)", (Object) series);
    }
    return Optional.of(removed);
  }

  private static Long[] keys(List<DoomedRun> runs) {
    return runs.stream().map(DoomedRun::runKey).toArray(Long[]::new);
  }

  private static Stage stage(ResultSet row) throws SQLException {
    return new Stage(row.getString(1), row.getString(2));
  }

  private static DoomedRun run(ResultSet row) throws SQLException {
    return new DoomedRun(row.getLong(1), row.getString(2));
  }

  private static DoomedModel model(ResultSet row) throws SQLException {
    return new DoomedModel(row.getLong(1), row.getString(2));
  }

  private static DoomedExperiment experiment(ResultSet row) throws SQLException {
    return new DoomedExperiment(row.getLong(1), row.getString(2), row.getBoolean(3));
  }
}
