package dev.millrace.tracking.model;

import dev.millrace.core.page.Page;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.tracking.LoggedModelInfo;
import dev.millrace.core.tracking.LoggedModelParameter;
import dev.millrace.core.tracking.LoggedModelStatus;
import dev.millrace.core.tracking.LoggedModelTag;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Keeps logged models with their parameters and tags. */
@Singleton
class LoggedModelStore extends JdbcStore {

  private static final String COLUMNS =
      """
      m.model_key, m.model_id, m.experiment_id, m.name, m.creation_timestamp_ms,
      m.last_updated_timestamp_ms, m.artifact_uri, m.status, m.status_message,
      coalesce(m.model_type, '') AS model_type, coalesce(m.source_run_id, '') AS source_run_id
      """;

  LoggedModelStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A model's attributes, without its tags, and the key its child rows refer to. */
  record ModelRow(long modelKey, LoggedModelInfo info) {}

  /** Parameters and tags by model, each in the order of the keys. */
  record Texts(
      Map<Long, List<LoggedModelParameter>> params, Map<Long, List<LoggedModelTag>> tags) {}

  /** Makes a pending model; empty where there is no such active experiment. */
  Optional<ModelRow> createModel(
      String modelId,
      long experimentId,
      String name,
      @Nullable String modelType,
      @Nullable String sourceRunId,
      long nowMillis) {
    return first(
        """
        INSERT INTO logged_models AS m
          (model_id, experiment_id, name, artifact_uri, creation_timestamp_ms,
           last_updated_timestamp_ms, status, model_type, source_run_id)
        SELECT id, e.experiment_id, ?, e.artifact_location || '/models/' || id || '/artifacts', ?,
               ?, 'LOGGED_MODEL_PENDING', ?, ?
        FROM experiments e, (SELECT ?::text AS id) AS made
        WHERE e.experiment_id = ? AND e.lifecycle_stage = 'active'
        RETURNING %s
        """
            .formatted(COLUMNS),
        LoggedModelStore::read,
        name,
        nowMillis,
        nowMillis,
        modelType,
        sourceRunId,
        modelId,
        experimentId);
  }

  /** The model, or empty where there is none, or it is deleted and that is not asked for. */
  Optional<ModelRow> findModel(String modelId, boolean allowDeleted) {
    return first(
        "SELECT "
            + COLUMNS
            + " FROM logged_models m WHERE m.model_id = ? AND (? OR m.lifecycle_stage = 'active')",
        LoggedModelStore::read,
        modelId,
        allowDeleted);
  }

  /** Moves the model to another status; empty where there is none. */
  Optional<ModelRow> updateStatus(String modelId, LoggedModelStatus status, long nowMillis) {
    return first(
        """
        UPDATE logged_models AS m SET status = ?, last_updated_timestamp_ms = ?
        WHERE m.model_id = ?
        RETURNING %s
        """
            .formatted(COLUMNS),
        LoggedModelStore::read,
        status.name(),
        nowMillis,
        modelId);
  }

  /** Marks a model deleted; false where there is none. */
  boolean deleteModel(String modelId, long nowMillis) {
    return update(
            """
            UPDATE logged_models SET lifecycle_stage = 'deleted', last_updated_timestamp_ms = ?
            WHERE model_id = ?
            """,
            nowMillis,
            modelId)
        == 1;
  }

  /**
   * Adds parameters.
   *
   * @return how many of them are there with another value, and were left as they are
   */
  int insertParams(long modelKey, SortedMap<String, String> params) {
    String[] keys = params.keySet().toArray(String[]::new);
    String[] values = params.values().toArray(String[]::new);
    update(
        """
        INSERT INTO logged_model_params (model_key, key, value)
        SELECT ?, key, value FROM unnest(?, ?) AS param (key, value)
        ORDER BY key COLLATE "C"
        ON CONFLICT (model_key, key) DO NOTHING
        """,
        modelKey,
        keys,
        values);
    return query(
            """
            SELECT 1
            FROM unnest(?, ?) AS new (key, value) JOIN logged_model_params old USING (key)
            WHERE old.model_key = ? AND old.value <> new.value
            """,
            row -> true,
            keys,
            values,
            modelKey)
        .size();
  }

  /** Sets tags; of concurrent writers the last one wins. */
  void setTags(long modelKey, SortedMap<String, String> tags) {
    update(
        """
        INSERT INTO logged_model_tags (model_key, key, value)
        SELECT ?, key, value FROM unnest(?, ?) AS tag (key, value)
        ORDER BY key COLLATE "C"
        ON CONFLICT (model_key, key) DO UPDATE SET value = excluded.value
        """,
        modelKey,
        tags.keySet().toArray(String[]::new),
        tags.values().toArray(String[]::new));
  }

  /** Removes a tag; false where there is none. */
  boolean deleteTag(long modelKey, String key) {
    return update("DELETE FROM logged_model_tags WHERE model_key = ? AND key = ?", modelKey, key)
        == 1;
  }

  /** One page of the models of these experiments that the request asks for. */
  Page<ModelRow> searchModels(
      Long[] experimentIds, LoggedModelSearch columns, SearchRequest request) {
    KeysetQuery query = new KeysetQuery(COLUMNS, "logged_models m", columns, request);
    query.where("m.experiment_id = ANY (?)", (Object) experimentIds);
    query.where("m.lifecycle_stage = 'active'");
    query.where(columns.measuredOnDatasets());
    List<PageToken> ends = new ArrayList<>();
    List<ModelRow> rows =
        queryPlanned(
            query.sql(),
            row -> {
              ends.add(query.endOf(row));
              return read(row);
            },
            query.args());
    return query.page(query.trim(rows), ends);
  }

  /** The parameters and tags of these models, in one query. */
  Texts textsOfModels(Long[] modelKeys) {
    Texts texts = new Texts(new HashMap<>(), new HashMap<>());
    query(
        """
        SELECT model_key, key, value, true FROM logged_model_params WHERE model_key = ANY (?)
        UNION ALL
        SELECT model_key, key, value, false FROM logged_model_tags WHERE model_key = ANY (?)
        ORDER BY 1, 2
        """,
        row -> {
          String key = row.getString(2);
          String value = row.getString(3);
          return row.getBoolean(4)
              ? texts
                  .params()
                  .computeIfAbsent(row.getLong(1), k -> new ArrayList<>())
                  .add(new LoggedModelParameter(key, value))
              : texts
                  .tags()
                  .computeIfAbsent(row.getLong(1), k -> new ArrayList<>())
                  .add(new LoggedModelTag(key, value));
        },
        modelKeys,
        modelKeys);
    return texts;
  }

  private static ModelRow read(ResultSet row) throws SQLException {
    return new ModelRow(
        row.getLong("model_key"),
        new LoggedModelInfo(
            row.getString("model_id"),
            row.getString("experiment_id"),
            row.getString("name"),
            row.getLong("creation_timestamp_ms"),
            row.getLong("last_updated_timestamp_ms"),
            row.getString("artifact_uri"),
            LoggedModelStatus.valueOf(row.getString("status")),
            row.getString("model_type"),
            row.getString("source_run_id"),
            row.getString("status_message"),
            List.of()));
  }
}
