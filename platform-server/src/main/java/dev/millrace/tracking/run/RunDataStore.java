package dev.millrace.tracking.run;

import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.tracking.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** Keeps the parameters and the tags of runs. */
@Singleton
class RunDataStore extends JdbcStore {

  RunDataStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A parameter that has another value already. */
  record ChangedParam(String key, String oldValue, String newValue) {}

  /** Parameters and tags by run, each in the order of the keys. */
  record Texts(Map<Long, List<Param>> params, Map<Long, List<RunTag>> tags) {}

  /**
   * Writes parameters that are not there and leaves those that are.
   *
   * @return the parameters that are there with another value; none when all is well
   */
  List<ChangedParam> insertParams(long runKey, SortedMap<String, String> params) {
    if (params.isEmpty()) {
      return List.of();
    }
    String[] keys = params.keySet().toArray(String[]::new);
    String[] values = params.values().toArray(String[]::new);
    int inserted =
        update(
            """
            INSERT INTO run_params (run_key, key, value)
            SELECT ?, key, value FROM unnest(?, ?) AS param (key, value)
            ORDER BY key COLLATE "C"
            ON CONFLICT (run_key, key) DO NOTHING
            """,
            runKey,
            keys,
            values);
    return inserted == params.size() ? List.of() : findChangedParams(runKey, keys, values);
  }

  private List<ChangedParam> findChangedParams(long runKey, String[] keys, String[] values) {
    return query(
        """
        SELECT old.key, old.value, new.value
        FROM unnest(?, ?) AS new (key, value) JOIN run_params old USING (key)
        WHERE old.run_key = ? AND old.value <> new.value
        ORDER BY old.key
        """,
        row -> new ChangedParam(row.getString(1), row.getString(2), row.getString(3)),
        keys,
        values,
        runKey);
  }

  /** Sets tags; of concurrent writers the last one wins, and they never deadlock. */
  void setTags(long runKey, SortedMap<String, String> tags) {
    if (tags.isEmpty()) {
      return;
    }
    update(
        """
        INSERT INTO run_tags (run_key, key, value)
        SELECT ?, key, value FROM unnest(?, ?) AS tag (key, value)
        ORDER BY key COLLATE "C"
        ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value
        """,
        runKey,
        tags.keySet().toArray(String[]::new),
        tags.values().toArray(String[]::new));
  }

  /** Removes a tag; false where there is none. */
  boolean deleteTag(long runKey, String key) {
    return update("DELETE FROM run_tags WHERE run_key = ? AND key = ?", runKey, key) == 1;
  }

  Optional<String> findTag(long runKey, String key) {
    return first(
        "SELECT value FROM run_tags WHERE run_key = ? AND key = ?",
        row -> row.getString(1),
        runKey,
        key);
  }

  /** The parameters and tags of these runs, in one query. */
  Texts textsOfRuns(Long[] runKeys) {
    Texts texts = new Texts(new HashMap<>(), new HashMap<>());
    query(
        """
        SELECT run_key, key, value, true AS is_param FROM run_params WHERE run_key = ANY (?)
        UNION ALL
        SELECT run_key, key, value, false FROM run_tags WHERE run_key = ANY (?)
        ORDER BY 1, 2
        """,
        row -> {
          String key = row.getString(2);
          String value = row.getString(3);
          return row.getBoolean(4)
              ? texts
                  .params()
                  .computeIfAbsent(row.getLong(1), k -> new ArrayList<>())
                  .add(new Param(key, value))
              : texts
                  .tags()
                  .computeIfAbsent(row.getLong(1), k -> new ArrayList<>())
                  .add(new RunTag(key, value));
        },
        runKeys,
        runKeys);
    return texts;
  }
}
