package dev.millrace.tracking.experiment;

import dev.millrace.core.page.Page;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.tracking.Experiment;
import dev.millrace.core.tracking.ExperimentTag;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps experiments and their tags. */
@Singleton
class ExperimentStore extends JdbcStore {

  private final EntityManager entities;

  ExperimentStore(AgroalDataSource dataSource, EntityManager entities) {
    super(dataSource);
    this.entities = entities;
  }

  /**
   * Makes an experiment with its tags and answers its id, or empty where the name is taken, also by
   * a deleted experiment. Of concurrent callers with one name one succeeds.
   *
   * @param artifactLocation absent: {@code mlflow-artifacts:/<id>}
   */
  OptionalLong createExperiment(
      String name, @Nullable String artifactLocation, Map<String, String> tags, long nowMillis) {
    return query(
            """
            WITH made AS (
              INSERT INTO experiments
                (experiment_id, name, artifact_location, creation_time, last_update_time)
              SELECT id, ?, coalesce(?, 'mlflow-artifacts:/' || id), ?, ?
              FROM nextval(pg_get_serial_sequence('experiments', 'experiment_id')) AS id
              ON CONFLICT (name) DO NOTHING
              RETURNING experiment_id
            ), tagged AS (
              INSERT INTO experiment_tags (experiment_id, key, value)
              SELECT experiment_id, key, value
              FROM made, unnest(?, ?) AS tag (key, value)
            )
            SELECT experiment_id FROM made
            """,
            row -> row.getLong(1),
            name,
            artifactLocation,
            nowMillis,
            nowMillis,
            tags.keySet().toArray(String[]::new),
            tags.values().toArray(String[]::new))
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  Optional<Experiment> findExperiment(long id) {
    return Optional.ofNullable(entities.find(ExperimentEntity.class, id))
        .map(e -> withTags(List.of(e)).get(0));
  }

  Optional<Experiment> findExperimentByName(String name) {
    List<ExperimentEntity> found =
        entities
            .createQuery("FROM ExperimentEntity WHERE name = :name", ExperimentEntity.class)
            .setParameter("name", name)
            .getResultList();
    return withTags(found).stream().findFirst();
  }

  /**
   * Renames it; nothing happens where there is none.
   *
   * @throws dev.millrace.platform.jdbc.DatabaseException a unique violation where the name is taken
   */
  void renameExperiment(long id, String newName, long nowMillis) {
    update(
        "UPDATE experiments SET name = ?, last_update_time = ? WHERE experiment_id = ?",
        newName,
        nowMillis,
        id);
  }

  /**
   * Moves an experiment and all its runs to another lifecycle stage.
   *
   * @return false where there is no such experiment in the stage it comes from
   */
  boolean moveToStage(long id, String fromStage, String toStage, long nowMillis) {
    int moved =
        update(
            """
            UPDATE experiments SET lifecycle_stage = ?, last_update_time = ?
            WHERE experiment_id = ? AND lifecycle_stage = ?
            """,
            toStage,
            nowMillis,
            id,
            fromStage);
    if (moved == 0) {
      return false;
    }
    update(
        """
        WITH moved AS (
          UPDATE runs
          SET lifecycle_stage = ?, deleted_time = CASE WHEN ? = 'deleted' THEN ?::bigint END
          WHERE experiment_id = ?
          RETURNING experiment_id, run_key
        )
        %s
        """
            .formatted(ChangeNote.of("moved")),
        toStage,
        toStage,
        nowMillis,
        id);
    return true;
  }

  /** Sets a tag; of concurrent writers the last one wins. */
  void setTag(long id, String key, String value) {
    update(
        """
        INSERT INTO experiment_tags (experiment_id, key, value) VALUES (?, ?, ?)
        ON CONFLICT (experiment_id, key) DO UPDATE SET value = excluded.value
        """,
        id,
        key,
        value);
  }

  /** Removes a tag; false where there is none. */
  boolean deleteTag(long id, String key) {
    return update("DELETE FROM experiment_tags WHERE experiment_id = ? AND key = ?", id, key) == 1;
  }

  /** One page of the experiments that the request asks for. */
  Page<Experiment> searchExperiments(SearchRequest request) {
    KeysetQuery query =
        new KeysetQuery(
            """
            e.experiment_id, e.name, e.artifact_location, e.lifecycle_stage, e.creation_time,
            e.last_update_time
            """,
            "experiments e",
            ExperimentSearch.SQL,
            request);
    query.where("e.lifecycle_stage = ANY (?)", (Object) request.stages());
    List<PageToken> ends = new ArrayList<>();
    List<ExperimentEntity> rows =
        queryPlanned(
            query.sql(),
            row -> {
              ExperimentEntity e = new ExperimentEntity();
              e.id = row.getLong("experiment_id");
              e.name = row.getString("name");
              e.artifactLocation = row.getString("artifact_location");
              e.lifecycleStage = row.getString("lifecycle_stage");
              e.creationTimeMillis = row.getLong("creation_time");
              e.lastUpdateTimeMillis = row.getLong("last_update_time");
              ends.add(query.endOf(row));
              return e;
            },
            query.args());
    return query.page(withTags(query.trim(rows)), ends);
  }

  private List<Experiment> withTags(List<ExperimentEntity> experiments) {
    Map<Long, List<ExperimentTag>> tags = new HashMap<>();
    query(
        """
        SELECT experiment_id, key, value FROM experiment_tags
        WHERE experiment_id = ANY (?)
        ORDER BY experiment_id, key
        """,
        row ->
            tags.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                .add(new ExperimentTag(row.getString(2), row.getString(3))),
        (Object) experiments.stream().map(e -> e.id).toArray(Long[]::new));
    return experiments.stream()
        .map(
            e ->
                new Experiment(
                    Long.toString(e.id),
                    e.name,
                    e.artifactLocation,
                    e.lifecycleStage,
                    e.lastUpdateTimeMillis,
                    e.creationTimeMillis,
                    tags.getOrDefault(e.id, List.of())))
        .toList();
  }
}
