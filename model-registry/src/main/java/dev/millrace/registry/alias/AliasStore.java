package dev.millrace.registry.alias;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import dev.millrace.platform.jdbc.Command;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where aliases point, and the row lock under which they move. */
@Singleton
public class AliasStore extends JdbcStore {

  AliasStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Locks a registered model until the transaction ends; whatever moves an alias, deletes a version
   * or gives a number holds this lock.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model
   */
  public LockedModel lockModel(String name) {
    return first(
            "SELECT registered_model_id FROM registered_models WHERE name = ? FOR UPDATE",
            row -> new LockedModel(row.getLong(1), name),
            name)
        .orElseThrow(() -> modelNotFound(name));
  }

  /** As {@link #lockModel}, by its id, under the name it has now; empty where it is deleted. */
  public Optional<LockedModel> lockModelOf(long id) {
    return first(
        "SELECT name FROM registered_models WHERE registered_model_id = ? FOR UPDATE",
        row -> new LockedModel(id, row.getString(1)),
        id);
  }

  /**
   * The name that a model has now.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where it is deleted
   */
  public String requireName(long id) {
    return first(
            "SELECT name FROM registered_models WHERE registered_model_id = ?",
            row -> row.getString(1),
            id)
        .orElseThrow(() -> MlflowException.notFound("The registered model was deleted."));
  }

  /**
   * The id of a registered model.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model
   */
  public long requireModel(String name) {
    return findModelId(name).orElseThrow(() -> modelNotFound(name));
  }

  /** What is answered where there is no model of a name. */
  public static MlflowException modelNotFound(String name) {
    return MlflowException.notFound("Registered Model with name=" + name + " not found");
  }

  /** The id of a registered model, or empty where there is none of that name. */
  public Optional<Long> findModelId(String name) {
    return first(
        "SELECT registered_model_id FROM registered_models WHERE name = ?",
        row -> row.getLong(1),
        name);
  }

  /** Whether the model has a version of that number. */
  public boolean hasVersion(LockedModel model, int version) {
    return first(
            "SELECT 1 FROM model_versions WHERE registered_model_id = ? AND version = ?",
            row -> true,
            model.id(),
            version)
        .isPresent();
  }

  /** The version that the alias points at, or null where there is no such alias. */
  public @Nullable Integer versionOf(long modelId, String alias) {
    return first(
            """
            SELECT version FROM registered_model_aliases
            WHERE registered_model_id = ? AND alias = ?
            """,
            row -> row.getInt(1),
            modelId,
            alias)
        .orElse(null);
  }

  /** The aliases of a model, or those on one version of it, by name. */
  public List<String> aliasesOn(LockedModel model, @Nullable Integer version) {
    return query(
        """
        SELECT alias FROM registered_model_aliases
        WHERE registered_model_id = ? AND version = coalesce(CAST(? AS integer), version)
        ORDER BY alias
        """,
        row -> row.getString(1),
        model.id(),
        version);
  }

  /** Points the alias at the version, whether or not it exists. */
  public void put(LockedModel model, String alias, int version) {
    update(putting(model, alias, version));
  }

  /** As {@link #put}, to be run with other commands. */
  public static Command putting(LockedModel model, String alias, int version) {
    return new Command(
        """
        INSERT INTO registered_model_aliases (registered_model_id, alias, version)
        VALUES (?, ?, ?)
        ON CONFLICT (registered_model_id, alias) DO UPDATE SET version = EXCLUDED.version
        """,
        model.id(),
        alias,
        version);
  }

  /** Removes the alias; an absent one is left alone. */
  public void remove(LockedModel model, String alias) {
    update(
        "DELETE FROM registered_model_aliases WHERE registered_model_id = ? AND alias = ?",
        model.id(),
        alias);
  }

  /** What the alias serves now; empty for an unknown model or alias and for a prompt. */
  public Optional<ServableVersion> findServable(String modelName, String alias) {
    return first(
        """
        SELECT v.version, v.artifact_root
        FROM model_versions v
        WHERE (v.registered_model_id, v.version) = (
            SELECT a.registered_model_id, a.version
            FROM registered_model_aliases a
            WHERE a.alias = ? AND a.registered_model_id = (
              SELECT registered_model_id FROM registered_models WHERE name = ?))
          AND v.artifact_root IS NOT NULL
        """,
        row -> new ServableVersion(modelName, row.getInt(1), row.getString(2)),
        alias,
        modelName);
  }
}
