package dev.millrace.registry.version;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.ModelVersion;
import dev.millrace.core.registry.ModelVersionTag;
import dev.millrace.core.registry.VersionOrigins;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.registry.alias.LockedModel;
import dev.millrace.registry.search.FilterSql;
import dev.millrace.registry.search.PageOrder;
import dev.millrace.registry.search.SearchClause;
import dev.millrace.registry.search.SearchableColumns;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Model versions with their tags. */
@Singleton
public class ModelVersionStore extends JdbcStore {

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

  private static final String TAG_EXISTS =
      "SELECT 1 FROM model_version_tags t WHERE t.model_version_id = v.model_version_id";

  private static final String SELECT =
      """
      SELECT v.model_version_id, v.registered_model_id, m.name, v.version, v.created_at,
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

  private static final String LATEST_BY_STAGE =
      """
      WHERE v.model_version_id IN (
        SELECT latest.model_version_id
        FROM registered_models AS given,
             unnest(%s) AS wanted (stage),
             LATERAL (
               SELECT l.model_version_id FROM model_versions AS l
               WHERE l.registered_model_id = given.registered_model_id
                 AND l.stage = wanted.stage
               ORDER BY l.version DESC LIMIT 1) AS latest
        WHERE given.registered_model_id = ANY (?))
      ORDER BY v.registered_model_id, v.stage
      """
          .formatted(STAGES);

  /** MLflow: the status of a version whose files need no copying, which is every one here. */
  static final String READY = "READY";

  private static final TypeReference<List<ModelVersionTag>> TAGS = new TypeReference<>() {};
  private static final TypeReference<List<String>> ALIASES = new TypeReference<>() {};

  ModelVersionStore(AgroalDataSource dataSource) {
    super(dataSource);
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

  /** The version of that number of that model, or empty. */
  Optional<StoredVersion> find(String modelName, int version) {
    return first(
        SELECT + "WHERE m.name = ? AND v.version = ?",
        ModelVersionStore::toStored,
        modelName,
        version);
  }

  /** The version that the alias points at, or empty where the model or the alias does not exist. */
  Optional<StoredVersion> findByAlias(String modelName, String alias) {
    return first(
        SELECT
            + """
              WHERE (v.registered_model_id, v.version) = (
                SELECT p.registered_model_id, p.version
                FROM registered_model_aliases p
                WHERE p.alias = ? AND p.registered_model_id = (
                  SELECT registered_model_id FROM registered_models WHERE name = ?))
              """,
        ModelVersionStore::toStored,
        alias,
        modelName);
  }

  /** The highest version made of a run or of a logged model; one of them is null. */
  OptionalInt findNewestOf(String modelName, @Nullable String runId, @Nullable String modelId) {
    return query(
            """
            SELECT v.version
            FROM model_versions v JOIN registered_models m USING (registered_model_id)
            WHERE m.name = ? AND (v.run_id = ? OR v.model_id = ?)
            ORDER BY v.version DESC LIMIT 1
            """,
            row -> row.getInt(1),
            modelName,
            runId,
            modelId)
        .stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  /** A version by its number, with what it was made of. */
  record OriginalVersion(int number, VersionOrigins.Origin origin) {}

  /** Those of these versions that there are, or of all where none is named: the newest first. */
  List<OriginalVersion> findOriginal(long registeredModelId, List<Long> numbers, int most) {
    return query(
        """
        SELECT version, run_id, model_id FROM model_versions
        WHERE registered_model_id = ? AND (cardinality(?) = 0 OR version = ANY (?))
        ORDER BY version DESC LIMIT ?
        """,
        row ->
            new OriginalVersion(
                row.getInt(1), new VersionOrigins.Origin(row.getString(2), row.getString(3))),
        registeredModelId,
        numbers.toArray(Long[]::new),
        numbers.toArray(Long[]::new),
        most);
  }

  /** The highest version of each stage that has one, by model id; models without versions lack. */
  public Map<Long, List<ModelVersion>> findLatestByStage(Collection<Long> registeredModelIds) {
    return registeredModelIds.isEmpty()
        ? Map.of()
        : queryGrouped(
            SELECT + LATEST_BY_STAGE,
            row -> row.getLong("registered_model_id"),
            row -> toStored(row).version(),
            (Object) registeredModelIds.toArray(Long[]::new));
  }

  /** A page of the versions that fit all clauses, and one more row where there is another page. */
  List<ModelVersion> search(
      List<SearchClause> clauses, PageOrder order, @Nullable String pageToken, int maxRows) {
    List<Object> args = new ArrayList<>();
    String conditions =
        FilterSql.conditions(clauses, COLUMNS, TAG_EXISTS, args) + order.after(pageToken, args);
    args.add(maxRows);
    return queryPlanned(
        SELECT + "WHERE TRUE" + conditions + " ORDER BY " + order.sql() + " LIMIT ?",
        row -> toStored(row).version(),
        args.toArray());
  }

  /** Replaces the description; the caller has seen the version in this transaction. */
  void updateDescription(long id, @Nullable String description, long nowMillis) {
    update(
        """
        UPDATE model_versions SET description = ?, last_updated_at = ? WHERE model_version_id = ?
        """,
        description,
        nowMillis,
        id);
  }

  /** Moves a version to a stage, under the lock of its model. */
  void updateStage(long id, Stage stage, long nowMillis) {
    update(
        "UPDATE model_versions SET stage = ?, last_updated_at = ? WHERE model_version_id = ?",
        stage.wireName(),
        nowMillis,
        id);
  }

  /** Archives every other version that is in the stage. */
  void archiveOthers(LockedModel model, int version, Stage stage, long nowMillis) {
    update(
        """
        UPDATE model_versions SET stage = ?, last_updated_at = ?
        WHERE registered_model_id = ? AND stage = ? AND version <> ?
        """,
        Stage.ARCHIVED.wireName(),
        nowMillis,
        model.id(),
        stage.wireName(),
        version);
  }

  /** Marks the registered model as changed. */
  void touchModel(LockedModel model, long nowMillis) {
    update(
        """
        UPDATE registered_models SET last_updated_at = greatest(last_updated_at, ?)
        WHERE registered_model_id = ?
        """,
        nowMillis,
        model.id());
  }

  /** Deletes a version that no alias points at any more; its number is never given again. */
  void delete(long id) {
    update("DELETE FROM model_versions WHERE model_version_id = ?", id);
  }

  /** Sets a tag; concurrent setters of one key end with the value of one of them. */
  void putTag(long id, String key, String value) {
    update(
        """
        INSERT INTO model_version_tags (model_version_id, key, value)
        VALUES (?, ?, ?)
        ON CONFLICT (model_version_id, key) DO UPDATE SET value = EXCLUDED.value
        """,
        id,
        key,
        value);
  }

  /** Removes a tag; an absent one is left alone. */
  void removeTag(long id, String key) {
    update("DELETE FROM model_version_tags WHERE model_version_id = ? AND key = ?", id, key);
  }

  private static StoredVersion toStored(ResultSet row) throws SQLException {
    return new StoredVersion(
        row.getLong("model_version_id"),
        new ModelVersion(
            row.getString("name"),
            row.getString("version"),
            row.getLong("created_at"),
            row.getLong("last_updated_at"),
            row.getString("stage"),
            row.getString("description"),
            row.getString("source"),
            row.getString("run_id"),
            READY,
            row.getString("run_link"),
            json(row.getString("tags"), TAGS),
            json(row.getString("aliases"), ALIASES),
            row.getString("model_id")),
        row.getString("artifact_root"));
  }

  private static <T> List<T> json(@Nullable String array, TypeReference<List<T>> type) {
    try {
      return array == null ? List.of() : MlflowJson.mapper().readValue(array, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The database wrote JSON that cannot be read.", e);
    }
  }
}
