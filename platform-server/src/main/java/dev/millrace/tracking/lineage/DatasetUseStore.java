package dev.millrace.tracking.lineage;

import dev.millrace.core.lineage.GetDatasetUses;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what is known of a dataset, and the runs that saw it. */
@Singleton
public class DatasetUseStore extends JdbcStore {

  /**
   * Takes a SHA-256 and the limit. A million runs may have told the same hash of one dataset, so
   * the index is asked for the next dataset and not for all its entries.
   */
  static final String DIGESTS_OF_SHA256 =
      """
      WITH RECURSIVE told (sha256, dataset_id) AS (
        SELECT sha256, (
          SELECT min(t.dataset_id) FROM run_dataset_tags AS t
          WHERE t.key = 'millrace.dataset.sha256' AND t.value = given.sha256)
        FROM (SELECT ?::text AS sha256) AS given
        UNION ALL
        SELECT told.sha256, (
          SELECT min(t.dataset_id) FROM run_dataset_tags AS t
          WHERE t.key = 'millrace.dataset.sha256' AND t.value = told.sha256
            AND t.dataset_id > told.dataset_id)
        FROM told WHERE told.dataset_id IS NOT NULL
      )
      -- Not a join: how many are listed is not known to the planner, and it read all datasets.
      SELECT (SELECT d.digest FROM datasets AS d WHERE d.dataset_id = listed.dataset_id)
      FROM (SELECT dataset_id FROM told WHERE dataset_id IS NOT NULL LIMIT ?) AS listed
      """;

  /**
   * Takes digests and a run key with the limit, twice, the limit, and the digests twice: the runs
   * before that one that saw the data, latest first.
   */
  static final String RUNS_OF_DATASETS =
      """
      WITH seen AS (
        (SELECT link.run_key
         FROM unnest(?) AS given (digest)
         JOIN datasets AS d ON d.digest = given.digest
         CROSS JOIN LATERAL (
           SELECT i.run_key FROM run_datasets AS i
           WHERE (i.dataset_id, i.run_key) >= (d.dataset_id, 0)
             AND (i.dataset_id, i.run_key) < (d.dataset_id, ?)
           ORDER BY i.dataset_id DESC, i.run_key DESC LIMIT ?) AS link)
        UNION
        (SELECT link.run_key
         FROM unnest(?) AS given (digest)
         CROSS JOIN LATERAL (
           SELECT DISTINCT s.dataset_digest, s.run_key FROM metric_series AS s
           WHERE s.dataset_digest IS NOT NULL
             AND (s.dataset_digest, s.run_key) >= (given.digest, 0)
             AND (s.dataset_digest, s.run_key) < (given.digest, ?)
           ORDER BY s.dataset_digest DESC, s.run_key DESC LIMIT ?) AS link)
        ORDER BY run_key DESC LIMIT ?
      )
      SELECT r.run_key, r.run_id, r.run_name, r.experiment_id, r.status, r.start_time,
             r.lifecycle_stage,
             (SELECT array_agg(DISTINCT t.value)
              FROM run_datasets AS i
              JOIN datasets AS d ON d.dataset_id = i.dataset_id AND d.digest = ANY (?)
              JOIN run_dataset_tags AS t
                ON t.run_key = i.run_key AND t.dataset_id = i.dataset_id
                  AND t.key = 'mlflow.data.context'
              WHERE i.run_key = r.run_key) AS contexts,
             EXISTS (
               SELECT FROM metric_series AS s
               WHERE s.run_key = r.run_key AND s.dataset_digest = ANY (?)) AS measured
      FROM seen JOIN runs AS r USING (run_key)
      ORDER BY r.run_key DESC
      """;

  /** Takes run keys, digests and the limit, twice. */
  static final String MODELS_MEASURED_BY_RUNS =
      """
      SELECT link.model_id, r.run_id
      FROM unnest(?) AS given (run_key)
      JOIN runs AS r ON r.run_key = given.run_key
      CROSS JOIN LATERAL (
        SELECT DISTINCT s.model_id FROM metric_series AS s
        WHERE s.run_key = r.run_key AND s.dataset_digest = ANY (?) AND s.model_id IS NOT NULL
        ORDER BY s.model_id LIMIT ?) AS link
      LIMIT ?
      """;

  DatasetUseStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A run that saw the data, and the key by which the next page goes on. */
  public record RunRow(long runKey, GetDatasetUses.RunUse use, boolean measured) {}

  /** A logged model that a run measured on the data. */
  public record Measured(String modelId, String runId) {}

  /** Digests of the data whose whole content has this hash; of at most so many datasets. */
  public List<String> digestsOfSha256(String sha256, int limit) {
    return query(DIGESTS_OF_SHA256, row -> row.getString(1), sha256, limit).stream()
        .distinct()
        .toList();
  }

  /** The dataset as each experiment and name recorded it, oldest first. */
  public List<GetDatasetUses.Recorded> recordings(List<String> digests, int limit) {
    return query(
        """
        SELECT d.experiment_id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile,
               (SELECT t.value
                FROM (SELECT run_key FROM run_datasets AS i WHERE i.dataset_id = d.dataset_id
                      ORDER BY run_key LIMIT 1) AS first_run
                JOIN run_dataset_tags AS t
                  ON t.run_key = first_run.run_key AND t.dataset_id = d.dataset_id
                    AND t.key = 'millrace.dataset.sha256')
        FROM datasets AS d
        WHERE d.digest = ANY (?)
        ORDER BY d.dataset_id
        LIMIT ?
        """,
        row ->
            new GetDatasetUses.Recorded(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(8),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7)),
        digests.toArray(String[]::new),
        limit);
  }

  /** The runs before this one that saw the data, latest first. */
  public List<RunRow> runs(List<String> digests, long beforeRunKey, int limit) {
    String[] given = digests.toArray(String[]::new);
    return query(
        RUNS_OF_DATASETS,
        row ->
            new RunRow(
                row.getLong("run_key"),
                new GetDatasetUses.RunUse(
                    row.getString("run_id"),
                    row.getString("run_name"),
                    row.getString("experiment_id"),
                    row.getString("status"),
                    row.getLong("start_time"),
                    row.getString("lifecycle_stage"),
                    texts(row.getArray("contexts"))),
                row.getBoolean("measured")),
        given,
        beforeRunKey,
        limit,
        given,
        beforeRunKey,
        limit,
        limit,
        given,
        given);
  }

  /** The logged models that these runs measured on the data. */
  public List<Measured> measuredModels(List<String> digests, Long[] runKeys, int limit) {
    return query(
        MODELS_MEASURED_BY_RUNS,
        row -> new Measured(row.getString(1), row.getString(2)),
        runKeys,
        digests.toArray(String[]::new),
        limit,
        limit);
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null
        ? List.of()
        : Arrays.stream((String[]) array.getArray()).filter(Objects::nonNull).toList();
  }
}
