package dev.millrace.registry.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.ModelVersionTag;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.search.FilterSql;
import dev.millrace.registry.search.PageOrder;
import dev.millrace.registry.search.SearchClause;
import dev.millrace.registry.search.SearchPlanStore;
import dev.millrace.registry.search.SearchableColumns;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Model versions with their tags. */
@ApplicationScoped
public class ModelVersionStore {

  static final SearchableColumns COLUMNS =
      new SearchableColumns(
          Map.of(
              "name", "m.name",
              "version_number", "v.version",
              "run_id", "v.run_id",
              "source_path", "v.source"),
          Set.of("version_number"),
          Set.of("name", "run_id"),
          Map.of(
              "name", "m.name",
              "version_number", "v.version",
              "creation_timestamp", "v.created_at",
              "last_updated_timestamp", "v.last_updated_at"));

  private static final String SELECT =
      """
      v.model_version_id, v.registered_model_id, m.name, v.version, v.created_at,
        v.last_updated_at, v.stage, v.description, v.source, v.artifact_root, v.run_id,
        v.model_id, v.run_link,
        (SELECT CAST(json_agg(json_build_object('key', t.key, 'value', t.value) ORDER BY t.key)
                  AS text)
           FROM model_version_tags t WHERE t.model_version_id = v.model_version_id) AS tags,
        (SELECT CAST(json_agg(a.alias ORDER BY a.alias) AS text)
           FROM registered_model_aliases a
          WHERE a.registered_model_id = v.registered_model_id AND a.version = v.version)
          AS aliases
      FROM model_versions v
        JOIN registered_models m ON m.registered_model_id = v.registered_model_id
      """;

  /** All stages, as an array of SQL. */
  private static final String STAGES =
      Arrays.stream(Stage.values())
          .map(stage -> "'" + stage.wireName() + "'")
          .collect(Collectors.joining(", ", "ARRAY[", "]"));

  private static final TypeReference<List<ModelVersionTag>> TAGS = new TypeReference<>() {};
  private static final TypeReference<List<String>> ALIASES = new TypeReference<>() {};

  private final EntityManager entities;
  private final SearchPlanStore plans;

  ModelVersionStore(EntityManager entities, SearchPlanStore plans) {
    this.entities = entities;
    this.plans = plans;
  }

  /** A version as it is stored: what callers see, and where its files are. */
  public record StoredVersion(long id, ModelVersion version, @Nullable String artifactRoot) {

    /** The URI that a client loads the model from. */
    String downloadUri() {
      // MLflow: a runs:/ source is left to the client, which knows where runs keep models.
      return artifactRoot == null || version.source().startsWith("runs:")
          ? version.source()
          : artifactRoot;
    }
  }

  /** What a new version is made of, apart from its number. */
  record NewVersion(
      ModelSource source,
      @Nullable String description,
      @Nullable String runLink,
      Map<String, String> tags) {}

  /**
   * Adds a version with the next number. Giving the number locks the registered model's row, so
   * concurrent creators get 1, 2, 3… without a gap.
   *
   * @return the number
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model
   */
  int add(String modelName, NewVersion added, long nowMillis) {
    List<?> numbered =
        entities
            .createNativeQuery(
                """
                UPDATE registered_models
                SET last_version = last_version + 1,
                    last_updated_at = greatest(last_updated_at, :now)
                WHERE name = :name
                RETURNING registered_model_id, last_version
                """,
                Tuple.class)
            .setParameter("now", nowMillis)
            .setParameter("name", modelName)
            .getResultList();
    if (numbered.isEmpty()) {
      throw MlflowException.notFound("Registered Model with name=" + modelName + " not found");
    }
    Tuple number = (Tuple) numbered.get(0);
    ModelVersionEntity entity = new ModelVersionEntity();
    entity.registeredModelId = number.get(0, Long.class);
    entity.version = number.get(1, Integer.class);
    entity.createdAtMillis = nowMillis;
    entity.lastUpdatedAtMillis = nowMillis;
    entity.description = added.description();
    entity.runLink = added.runLink();
    entity.source = added.source().uri();
    entity.artifactRoot = added.source().artifactRoot();
    entity.runId = added.source().runId();
    entity.modelId = added.source().modelId();
    entities.persist(entity);
    entities.flush();
    added.tags().forEach((key, value) -> putTag(requireId(entity), key, value));
    return entity.version;
  }

  /** The version of that number of that model, or empty. */
  Optional<StoredVersion> find(String modelName, int version) {
    return first(
        select("WHERE m.name = :name AND v.version = :version")
            .setParameter("name", modelName)
            .setParameter("version", version));
  }

  /** The version that the alias points at, or empty where the model or the alias does not exist. */
  Optional<StoredVersion> findByAlias(String modelName, String alias) {
    return first(
        query(
                """
                WHERE (v.registered_model_id, v.version) = (
                  SELECT p.registered_model_id, p.version
                  FROM registered_model_aliases p
                  WHERE p.alias = :alias AND p.registered_model_id = (
                    SELECT registered_model_id FROM registered_models WHERE name = :name))
                """)
            .setParameter("name", modelName)
            .setParameter("alias", alias));
  }

  /** The highest version made of a run or of a logged model; one of them is null. */
  OptionalInt findNewestOf(String modelName, @Nullable String runId, @Nullable String modelId) {
    List<?> found =
        entities
            .createNativeQuery(
                """
                SELECT v.version
                FROM model_versions v JOIN registered_models m USING (registered_model_id)
                WHERE m.name = :name AND (v.run_id = :run OR v.model_id = :model)
                ORDER BY v.version DESC
                """)
            .setParameter("name", modelName)
            .setParameter("run", runId)
            .setParameter("model", modelId)
            .setMaxResults(1)
            .getResultList();
    return found.stream().mapToInt(version -> (Integer) version).findFirst();
  }

  /** The highest version of each stage that has one, by model id; models without versions lack. */
  public Map<Long, List<ModelVersion>> findLatestByStage(Collection<Long> registeredModelIds) {
    if (registeredModelIds.isEmpty()) {
      return Map.of();
    }
    List<Tuple> rows =
        rows(
            entities
                .createNativeQuery(
                    "SELECT "
                        + SELECT
                        + """
                        WHERE v.model_version_id IN (
                          SELECT latest.model_version_id
                          FROM registered_models AS given,
                               unnest(%s) AS wanted (stage),
                               LATERAL (
                                 SELECT l.model_version_id FROM model_versions AS l
                                 WHERE l.registered_model_id = given.registered_model_id
                                   AND l.stage = wanted.stage
                                 ORDER BY l.version DESC LIMIT 1) AS latest
                          WHERE given.registered_model_id IN (:models))
                        ORDER BY v.registered_model_id, v.stage
                        """
                            .formatted(STAGES),
                    Tuple.class)
                .setParameter("models", registeredModelIds));
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get("registered_model_id", Long.class),
                Collectors.mapping(
                    row -> toStored(row).version(), Collectors.toUnmodifiableList())));
  }

  /** A page of the versions that fit all clauses, and one more row where there is another page. */
  List<ModelVersion> search(
      List<SearchClause> clauses, PageOrder order, @Nullable String pageToken, int maxRows) {
    Map<String, Object> parameters = new HashMap<>();
    String conditions =
        FilterSql.conditions(
                clauses,
                COLUMNS,
                "SELECT 1 FROM model_version_tags t WHERE t.model_version_id = v.model_version_id",
                parameters)
            + notPrompts(clauses, parameters)
            + order.after(pageToken, parameters);
    plans.planForValues();
    var query = select("WHERE TRUE" + conditions + " ORDER BY " + order.sql());
    parameters.forEach(query::setParameter);
    return rows(query.setMaxResults(maxRows)).stream().map(row -> toStored(row).version()).toList();
  }

  /** Replaces the description; the caller has seen the version in this transaction. */
  void updateDescription(long id, @Nullable String description, long nowMillis) {
    ModelVersionEntity entity = entities.find(ModelVersionEntity.class, id);
    if (entity != null) {
      entity.description = description;
      entity.lastUpdatedAtMillis = nowMillis;
    }
  }

  /** Moves a version to a stage, under the lock of its model. */
  void updateStage(long id, Stage stage, long nowMillis) {
    ModelVersionEntity entity = entities.find(ModelVersionEntity.class, id);
    if (entity != null) {
      entity.stage = stage.wireName();
      entity.lastUpdatedAtMillis = nowMillis;
    }
  }

  /** Archives every other version that is in the stage. */
  void archiveOthers(LockedModel model, int version, Stage stage, long nowMillis) {
    entities
        .createQuery(
            """
            UPDATE ModelVersionEntity v SET v.stage = :archived, v.lastUpdatedAtMillis = :now
            WHERE v.registeredModelId = :model AND v.stage = :stage AND v.version <> :version
            """)
        .setParameter("archived", Stage.ARCHIVED.wireName())
        .setParameter("now", nowMillis)
        .setParameter("model", model.id())
        .setParameter("stage", stage.wireName())
        .setParameter("version", version)
        .executeUpdate();
  }

  /** Marks the registered model as changed. */
  void touchModel(LockedModel model, long nowMillis) {
    entities
        .createNativeQuery(
            """
            UPDATE registered_models SET last_updated_at = greatest(last_updated_at, :now)
            WHERE registered_model_id = :model
            """)
        .setParameter("now", nowMillis)
        .setParameter("model", model.id())
        .executeUpdate();
  }

  /** Deletes a version that no alias points at any more; its number is never given again. */
  void delete(long id) {
    ModelVersionEntity entity = entities.find(ModelVersionEntity.class, id);
    if (entity != null) {
      entities.remove(entity);
    }
  }

  /** Sets a tag; concurrent setters of one key end with the value of one of them. */
  void putTag(long id, String key, String value) {
    entities
        .createNativeQuery(
            """
            INSERT INTO model_version_tags (model_version_id, key, value)
            VALUES (:id, :key, :value)
            ON CONFLICT (model_version_id, key) DO UPDATE SET value = EXCLUDED.value
            """)
        .setParameter("id", id)
        .setParameter("key", key)
        .setParameter("value", value)
        .executeUpdate();
  }

  /** Removes a tag; an absent one is left alone. */
  void removeTag(long id, String key) {
    entities
        .createNativeQuery(
            "DELETE FROM model_version_tags WHERE model_version_id = :id AND key = :key")
        .setParameter("id", id)
        .setParameter("key", key)
        .executeUpdate();
  }

  private static String notPrompts(List<SearchClause> clauses, Map<String, Object> parameters) {
    if (FilterSql.asksForPrompts(clauses)) {
      return "";
    }
    parameters.put("promptTag", FilterSql.PROMPT_TAG);
    return """
     AND NOT EXISTS (SELECT 1 FROM model_version_tags t
       WHERE t.model_version_id = v.model_version_id AND t.key = :promptTag AND t.value = 'true')
    """;
  }

  private Query select(String rest) {
    entities.flush();
    return query(rest);
  }

  /** Of what is in the database, whatever this transaction, if there is one, has yet to write. */
  private Query query(String rest) {
    return entities.createNativeQuery("SELECT " + SELECT + rest, Tuple.class);
  }

  private static List<Tuple> rows(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(Tuple.class::cast).toList();
  }

  private static Optional<StoredVersion> first(Query query) {
    return rows(query).stream().findFirst().map(ModelVersionStore::toStored);
  }

  private static StoredVersion toStored(Tuple row) {
    return new StoredVersion(
        row.get("model_version_id", Long.class),
        new ModelVersion(
            row.get("name", String.class),
            String.valueOf(row.get("version", Integer.class)),
            row.get("created_at", Long.class),
            row.get("last_updated_at", Long.class),
            row.get("stage", String.class),
            row.get("description", String.class),
            row.get("source", String.class),
            row.get("run_id", String.class),
            "READY",
            row.get("run_link", String.class),
            json(row.get("tags", String.class), TAGS),
            json(row.get("aliases", String.class), ALIASES),
            row.get("model_id", String.class)),
        row.get("artifact_root", String.class));
  }

  private static <T> List<T> json(@Nullable String array, TypeReference<List<T>> type) {
    try {
      return array == null ? List.of() : MlflowJson.mapper().readValue(array, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The database wrote JSON that cannot be read.", e);
    }
  }

  private static long requireId(ModelVersionEntity entity) {
    if (entity.id == null) {
      throw new IllegalStateException("A stored version has no id.");
    }
    return entity.id;
  }
}
