package dev.millrace.tracking.run;

import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;
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

  /** The parameters that are there with another value. */
  List<ChangedParam> findChangedParams(long runKey, SortedMap<String, String> params) {
    return query(
        """
        SELECT old.key, old.value, new.value
        FROM unnest(?, ?) AS new (key, value) JOIN run_params old USING (key)
        WHERE old.run_key = ? AND old.value <> new.value
        ORDER BY old.key
        """,
        row -> new ChangedParam(row.getString(1), row.getString(2), row.getString(3)),
        params.keySet().toArray(String[]::new),
        params.values().toArray(String[]::new),
        runKey);
  }

  /** Sets tags; of concurrent writers the last one wins, and they never deadlock. */
  void setTags(long runKey, SortedMap<String, String> tags) {
    if (tags.isEmpty()) {
      return;
    }
    update(
        """
        WITH noted AS (%s)
        INSERT INTO run_tags (run_key, key, value)
        SELECT ?, key, value FROM unnest(?, ?) AS tag (key, value)
        ORDER BY key COLLATE "C"
        ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value
        """
            .formatted(ChangeNote.of("runs WHERE run_key = ?")),
        runKey,
        runKey,
        tags.keySet().toArray(String[]::new),
        tags.values().toArray(String[]::new));
  }

  /** Removes a tag; false where there is none. */
  boolean deleteTag(long runKey, String key) {
    return update(
            "WITH noted AS ("
                + ChangeNote.of("runs WHERE run_key = ?")
                + ") DELETE FROM run_tags WHERE run_key = ? AND key = ?",
            runKey,
            runKey,
            key)
        == 1;
  }

  Optional<String> findTag(long runKey, String key) {
    return first(
        "SELECT value FROM run_tags WHERE run_key = ? AND key = ?",
        row -> row.getString(1),
        runKey,
        key);
  }
}
