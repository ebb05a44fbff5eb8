package dev.millrace.registry.alias;

import dev.millrace.core.error.MlflowException;
import dev.millrace.core.registry.ServableVersion;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where aliases point, and the row lock under which they move.
 *
 * <p>Queries of one plain value name no class for it: with one, Hibernate 7.2 keeps a new plan at
 * every call and looks through all that it kept before.
 */
@ApplicationScoped
public class AliasStore {

  private final EntityManager entities;

  AliasStore(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Locks a registered model until the transaction ends; whatever moves an alias, deletes a version
   * or gives a number holds this lock.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where there is no such model
   */
  public LockedModel lockModel(String name) {
    return findLocked(name).orElseThrow(() -> modelNotFound(name));
  }

  /** As {@link #lockModel}; empty where there is no such model. */
  public Optional<LockedModel> findLocked(String name) {
    List<?> ids =
        entities
            .createNativeQuery(
                "SELECT registered_model_id FROM registered_models WHERE name = :name FOR UPDATE")
            .setParameter("name", name)
            .getResultList();
    return ids.stream().findFirst().map(id -> new LockedModel((Long) id, name));
  }

  /** As {@link #lockModel}, by its id, under the name it has now; empty where it is deleted. */
  public Optional<LockedModel> lockModelOf(long id) {
    List<?> names =
        entities
            .createNativeQuery(
                "SELECT name FROM registered_models WHERE registered_model_id = :id FOR UPDATE")
            .setParameter("id", id)
            .getResultList();
    return names.stream().findFirst().map(name -> new LockedModel(id, (String) name));
  }

  /**
   * The name that a model has now.
   *
   * @throws MlflowException RESOURCE_DOES_NOT_EXIST where it is deleted
   */
  public String requireName(long id) {
    List<?> names =
        entities
            .createNativeQuery("SELECT name FROM registered_models WHERE registered_model_id = :id")
            .setParameter("id", id)
            .getResultList();
    return names.stream()
        .findFirst()
        .map(String.class::cast)
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

  private static MlflowException modelNotFound(String name) {
    return MlflowException.notFound("Registered Model with name=" + name + " not found");
  }

  /** The id of a registered model, or empty where there is none of that name. */
  public Optional<Long> findModelId(String name) {
    List<?> ids =
        entities
            .createNativeQuery(
                "SELECT registered_model_id FROM registered_models WHERE name = :name")
            .setParameter("name", name)
            .getResultList();
    return ids.stream().findFirst().map(Long.class::cast);
  }

  /** Whether the model has a version of that number. */
  public boolean hasVersion(LockedModel model, int version) {
    return !entities
        .createNativeQuery(
            """
            SELECT version FROM model_versions
            WHERE registered_model_id = :model AND version = :version
            """)
        .setParameter("model", model.id())
        .setParameter("version", version)
        .getResultList()
        .isEmpty();
  }

  /** The version that the alias points at, or null where there is no such alias. */
  public @Nullable Integer versionOf(long modelId, String alias) {
    List<?> versions =
        entities
            .createNativeQuery(
                """
                SELECT version FROM registered_model_aliases
                WHERE registered_model_id = :model AND alias = :alias
                """)
            .setParameter("model", modelId)
            .setParameter("alias", alias)
            .getResultList();
    return versions.isEmpty() ? null : (Integer) versions.get(0);
  }

  /** The aliases of a model, or those on one version of it, by name. */
  public List<String> aliasesOn(LockedModel model, @Nullable Integer version) {
    List<?> found =
        entities
            .createNativeQuery(
                """
                SELECT alias FROM registered_model_aliases
                WHERE registered_model_id = :model
                  AND (CAST(:version AS integer) IS NULL OR version = CAST(:version AS integer))
                ORDER BY alias
                """)
            .setParameter("model", model.id())
            .setParameter("version", version)
            .getResultList();
    return found.stream().map(String.class::cast).toList();
  }

  /** Points the alias at the version, whether or not it exists. */
  public void put(LockedModel model, String alias, int version) {
    entities
        .createNativeQuery(
            """
            INSERT INTO registered_model_aliases (registered_model_id, alias, version)
            VALUES (:model, :alias, :version)
            ON CONFLICT (registered_model_id, alias) DO UPDATE SET version = EXCLUDED.version
            """)
        .setParameter("model", model.id())
        .setParameter("alias", alias)
        .setParameter("version", version)
        .executeUpdate();
  }

  /** Removes the alias; an absent one is left alone. */
  public void remove(LockedModel model, String alias) {
    entities
        .createNativeQuery(
            """
            DELETE FROM registered_model_aliases
            WHERE registered_model_id = :model AND alias = :alias
            """)
        .setParameter("model", model.id())
        .setParameter("alias", alias)
        .executeUpdate();
  }

  /** What the alias serves now; empty for an unknown model or alias and for a prompt. */
  public Optional<ServableVersion> findServable(String modelName, String alias) {
    List<?> rows =
        entities
            .createNativeQuery(
                """
                SELECT v.version, v.artifact_root
                FROM model_versions v
                WHERE (v.registered_model_id, v.version) = (
                    SELECT a.registered_model_id, a.version
                    FROM registered_model_aliases a
                    WHERE a.alias = :alias AND a.registered_model_id = (
                      SELECT registered_model_id FROM registered_models WHERE name = :name))
                  AND v.artifact_root IS NOT NULL
                """,
                Tuple.class)
            .setParameter("name", modelName)
            .setParameter("alias", alias)
            .getResultList();
    return rows.stream().findFirst().map(row -> toServable(modelName, (Tuple) row));
  }

  private static ServableVersion toServable(String modelName, Tuple row) {
    return new ServableVersion(modelName, row.get(0, Integer.class), row.get(1, String.class));
  }
}
