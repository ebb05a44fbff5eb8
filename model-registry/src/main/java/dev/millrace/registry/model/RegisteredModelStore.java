package dev.millrace.registry.model;

import dev.millrace.core.registry.RegisteredModelAlias;
import dev.millrace.core.registry.RegisteredModelTag;
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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.exception.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/** Registered models with their tags; versions and moves of aliases are other stores'. */
@ApplicationScoped
class RegisteredModelStore {

  // MLflow: "timestamp" orders by the time of the last change, too.
  static final SearchableColumns COLUMNS =
      new SearchableColumns(
          Map.of("name", "m.name"),
          Set.of(),
          Set.of("name"),
          Map.of(
              "name", "m.name",
              "timestamp", "m.last_updated_at",
              "last_updated_timestamp", "m.last_updated_at"));

  private static final String SELECT =
      """
      SELECT m.registered_model_id, m.name, m.description, m.created_at, m.last_updated_at
      FROM registered_models m
      """;

  private final EntityManager entities;
  private final SearchPlanStore plans;

  RegisteredModelStore(EntityManager entities, SearchPlanStore plans) {
    this.entities = entities;
    this.plans = plans;
  }

  /** A registered model's own row. */
  record StoredModel(
      long id,
      String name,
      @Nullable String description,
      long createdAtMillis,
      long lastUpdatedAtMillis) {}

  /** Adds a model, or returns false where the name is taken, also by a concurrent creator. */
  boolean add(String name, @Nullable String description, Map<String, String> tags, long nowMillis) {
    List<?> added =
        entities
            .createNativeQuery(
                """
                INSERT INTO registered_models (name, description, created_at, last_updated_at)
                VALUES (:name, :description, :now, :now)
                ON CONFLICT (name) DO NOTHING
                RETURNING registered_model_id
                """)
            .setParameter("name", name)
            .setParameter("description", description)
            .setParameter("now", nowMillis)
            .getResultList();
    if (added.isEmpty()) {
      return false;
    }
    tags.forEach((key, value) -> putTag((Long) added.get(0), key, value));
    return true;
  }

  /** The model of that name, or empty. */
  Optional<StoredModel> find(String name) {
    return rows(select("WHERE m.name = :name").setParameter("name", name)).stream()
        .findFirst()
        .map(RegisteredModelStore::toStored);
  }

  /** A page of the models that fit all clauses, and one more where there is another page. */
  List<StoredModel> search(
      List<SearchClause> clauses, PageOrder order, @Nullable String pageToken, int maxRows) {
    Map<String, Object> parameters = new HashMap<>();
    String conditions =
        FilterSql.conditions(
                clauses,
                COLUMNS,
                "SELECT 1 FROM registered_model_tags t"
                    + " WHERE t.registered_model_id = m.registered_model_id",
                parameters)
            + notPrompts(clauses, parameters)
            + order.after(pageToken, parameters);
    plans.planForValues();
    Query query = select("WHERE TRUE" + conditions + " ORDER BY " + order.sql());
    parameters.forEach(query::setParameter);
    return rows(query.setMaxResults(maxRows)).stream().map(RegisteredModelStore::toStored).toList();
  }

  /** The tags of models by model id, sorted by key; models without tags lack. */
  Map<Long, List<RegisteredModelTag>> findTags(Collection<Long> ids) {
    return grouped(
        """
        SELECT registered_model_id AS id, key, value FROM registered_model_tags
        WHERE registered_model_id IN (:ids) ORDER BY registered_model_id, key
        """,
        ids,
        row ->
            new RegisteredModelTag(row.get("key", String.class), row.get("value", String.class)));
  }

  /** The aliases of models by model id, sorted; models without aliases lack. */
  Map<Long, List<RegisteredModelAlias>> findAliases(Collection<Long> ids) {
    return grouped(
        """
        SELECT registered_model_id AS id, alias, version FROM registered_model_aliases
        WHERE registered_model_id IN (:ids) ORDER BY registered_model_id, alias
        """,
        ids,
        row ->
            new RegisteredModelAlias(
                row.get("alias", String.class), row.get("version", Integer.class).toString()));
  }

  /** Replaces the description; an unknown id is left alone. */
  void updateDescription(long id, @Nullable String description, long nowMillis) {
    RegisteredModelEntity entity = entities.find(RegisteredModelEntity.class, id);
    if (entity != null) {
      entity.description = description;
      entity.lastUpdatedAtMillis = nowMillis;
    }
  }

  /**
   * Gives a locked model a name, another or its own, which its versions share. Where the name is
   * taken, also by a concurrent creator, the transaction must be rolled back.
   *
   * @return false where the new name is taken
   */
  boolean rename(LockedModel model, String newName, long nowMillis) {
    int renamed;
    try {
      renamed =
          entities
              .createNativeQuery(
                  """
                  UPDATE registered_models SET name = :name, last_updated_at = :now
                  WHERE registered_model_id = :id
                    AND NOT EXISTS (
                      SELECT 1 FROM registered_models
                      WHERE name = :name AND registered_model_id <> :id)
                  """)
              .setParameter("name", newName)
              .setParameter("now", nowMillis)
              .setParameter("id", model.id())
              .executeUpdate();
    } catch (ConstraintViolationException takenMeanwhile) {
      return false;
    }
    if (renamed == 0) {
      return false;
    }
    entities
        .createNativeQuery(
            "UPDATE model_versions SET last_updated_at = :now WHERE registered_model_id = :id")
        .setParameter("now", nowMillis)
        .setParameter("id", model.id())
        .executeUpdate();
    return true;
  }

  /** Deletes a locked model with its versions and tags; no alias is left on it. */
  void delete(LockedModel model) {
    RegisteredModelEntity entity = entities.find(RegisteredModelEntity.class, model.id());
    if (entity != null) {
      entities.remove(entity);
    }
  }

  /** Sets a tag; concurrent setters of one key end with the value of one of them. */
  void putTag(long id, String key, String value) {
    entities
        .createNativeQuery(
            """
            INSERT INTO registered_model_tags (registered_model_id, key, value)
            VALUES (:id, :key, :value)
            ON CONFLICT (registered_model_id, key) DO UPDATE SET value = EXCLUDED.value
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
            "DELETE FROM registered_model_tags WHERE registered_model_id = :id AND key = :key")
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
     AND NOT EXISTS (SELECT 1 FROM registered_model_tags t
       WHERE t.registered_model_id = m.registered_model_id
         AND t.key = :promptTag AND t.value = 'true')
    """;
  }

  private <T> Map<Long, List<T>> grouped(
      String sql, Collection<Long> ids, Function<Tuple, T> toValue) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    List<Tuple> rows = rows(entities.createNativeQuery(sql, Tuple.class).setParameter("ids", ids));
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.get("id", Long.class),
                Collectors.mapping(toValue, Collectors.toUnmodifiableList())));
  }

  private Query select(String rest) {
    entities.flush();
    return entities.createNativeQuery(SELECT + rest, Tuple.class);
  }

  private static List<Tuple> rows(Query query) {
    List<?> rows = query.getResultList();
    return rows.stream().map(Tuple.class::cast).toList();
  }

  private static StoredModel toStored(Tuple row) {
    return new StoredModel(
        row.get("registered_model_id", Long.class),
        row.get("name", String.class),
        row.get("description", String.class),
        row.get("created_at", Long.class),
        row.get("last_updated_at", Long.class));
  }
}
