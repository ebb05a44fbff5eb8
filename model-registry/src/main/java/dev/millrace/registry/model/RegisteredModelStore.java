package dev.millrace.registry.model;

import dev.millrace.core.registry.RegisteredModelAlias;
import dev.millrace.core.registry.RegisteredModelTag;
import dev.millrace.platform.jdbc.DatabaseException;
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
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Registered models with their tags; versions and moves of aliases are other stores'. */
@Singleton
class RegisteredModelStore extends JdbcStore {

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

  private static final String TAG_EXISTS =
      "SELECT 1 FROM registered_model_tags t WHERE t.registered_model_id = m.registered_model_id";

  private static final String SELECT =
      """
      SELECT m.registered_model_id, m.name, m.description, m.created_at, m.last_updated_at
      FROM registered_models m
      """;

  RegisteredModelStore(AgroalDataSource dataSource) {
    super(dataSource);
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
    Optional<Long> added =
        first(
            """
            INSERT INTO registered_models (name, description, created_at, last_updated_at)
            VALUES (?, ?, ?, ?)
            ON CONFLICT (name) DO NOTHING
            RETURNING registered_model_id
            """,
            row -> row.getLong(1),
            name,
            description,
            nowMillis,
            nowMillis);
    added.ifPresent(id -> tags.forEach((key, value) -> putTag(id, key, value)));
    return added.isPresent();
  }

  /** The model of that name, or empty. */
  Optional<StoredModel> find(String name) {
    return first(SELECT + "WHERE m.name = ?", RegisteredModelStore::toStored, name);
  }

  /** A page of the models that fit all clauses, and one more where there is another page. */
  List<StoredModel> search(
      List<SearchClause> clauses, PageOrder order, @Nullable String pageToken, int maxRows) {
    List<Object> args = new ArrayList<>();
    String conditions =
        FilterSql.conditions(clauses, COLUMNS, TAG_EXISTS, args) + order.after(pageToken, args);
    args.add(maxRows);
    return queryPlanned(
        SELECT + "WHERE TRUE" + conditions + " ORDER BY " + order.sql() + " LIMIT ?",
        RegisteredModelStore::toStored,
        args.toArray());
  }

  /** The tags of models by model id, sorted by key; models without tags lack. */
  Map<Long, List<RegisteredModelTag>> findTags(Collection<Long> ids) {
    return grouped(
        """
        SELECT registered_model_id AS id, key, value FROM registered_model_tags
        WHERE registered_model_id = ANY (?) ORDER BY registered_model_id, key
        """,
        ids,
        row -> new RegisteredModelTag(row.getString("key"), row.getString("value")));
  }

  /** The aliases of models by model id, sorted; models without aliases lack. */
  Map<Long, List<RegisteredModelAlias>> findAliases(Collection<Long> ids) {
    return grouped(
        """
        SELECT registered_model_id AS id, alias, version FROM registered_model_aliases
        WHERE registered_model_id = ANY (?) ORDER BY registered_model_id, alias
        """,
        ids,
        row -> new RegisteredModelAlias(row.getString("alias"), row.getString("version")));
  }

  /** Replaces the description; an unknown id is left alone. */
  void updateDescription(long id, @Nullable String description, long nowMillis) {
    update(
        """
        UPDATE registered_models SET description = ?, last_updated_at = ?
        WHERE registered_model_id = ?
        """,
        description,
        nowMillis,
        id);
  }

  /**
   * Gives a locked model a name, another or its own, which its versions share. Where the name is
   * taken, also by a concurrent creator, the transaction must be rolled back.
   *
   * @return false where the new name is taken
   */
  boolean rename(LockedModel model, String newName, long nowMillis) {
    try {
      int renamed =
          update(
              """
              UPDATE registered_models SET name = ?, last_updated_at = ?
              WHERE registered_model_id = ?
                AND NOT EXISTS (
                  SELECT 1 FROM registered_models WHERE name = ? AND registered_model_id <> ?)
              """,
              newName,
              nowMillis,
              model.id(),
              newName,
              model.id());
      if (renamed == 0) {
        return false;
      }
    } catch (DatabaseException e) {
      if (e.isUniqueViolation()) {
        return false;
      }
      throw e;
    }
    update(
        "UPDATE model_versions SET last_updated_at = ? WHERE registered_model_id = ?",
        nowMillis,
        model.id());
    return true;
  }

  /** Deletes a locked model with its versions and tags; no alias is left on it. */
  void delete(LockedModel model) {
    update("DELETE FROM registered_models WHERE registered_model_id = ?", model.id());
  }

  /** Sets a tag; concurrent setters of one key end with the value of one of them. */
  void putTag(long id, String key, String value) {
    update(
        """
        INSERT INTO registered_model_tags (registered_model_id, key, value)
        VALUES (?, ?, ?)
        ON CONFLICT (registered_model_id, key) DO UPDATE SET value = EXCLUDED.value
        """,
        id,
        key,
        value);
  }

  /** Removes a tag; an absent one is left alone. */
  void removeTag(long id, String key) {
    update("DELETE FROM registered_model_tags WHERE registered_model_id = ? AND key = ?", id, key);
  }

  private <T> Map<Long, List<T>> grouped(String sql, Collection<Long> ids, RowReader<T> reader) {
    return ids.isEmpty()
        ? Map.of()
        : queryGrouped(sql, row -> row.getLong("id"), reader, (Object) ids.toArray(Long[]::new));
  }

  private static StoredModel toStored(ResultSet row) throws SQLException {
    return new StoredModel(
        row.getLong("registered_model_id"),
        row.getString("name"),
        row.getString("description"),
        row.getLong("created_at"),
        row.getLong("last_updated_at"));
  }
}
