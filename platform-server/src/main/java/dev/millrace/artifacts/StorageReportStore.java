package dev.millrace.artifacts;

import dev.millrace.core.artifact.GetStorageReport.ExperimentStorage;
import dev.millrace.core.artifact.GetStorageReport.Waiting;
import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;

/** Counts what the artifacts take; it keeps nothing of its own. */
@Singleton
class StorageReportStore extends JdbcStore {

  StorageReportStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** Objects that are noted as unreferenced; of those that a file still refers to, no bytes. */
  Waiting waiting() {
    return query(
            """
            SELECT count(*), coalesce(sum(o.size_bytes), 0),
                   floor(extract(epoch FROM min(u.since)) * 1000)::bigint AS since
            FROM unreferenced_objects AS u
            LEFT JOIN artifact_objects AS o
              ON o.object_key = u.object_key
                 AND NOT EXISTS (SELECT FROM artifacts AS a WHERE a.sha256 = o.sha256)
            """,
            row -> new Waiting(row.getLong(1), row.getLong(2), longOrNull(row, "since")))
        .get(0);
  }

  /** The experiments with the most bytes; those without files are left out. */
  List<ExperimentStorage> largestExperiments(int most) {
    return query(
        """
        SELECT e.experiment_id, e.name, e.lifecycle_stage, held.files, held.bytes
        FROM experiments AS e
        CROSS JOIN LATERAL (
          SELECT trim(BOTH '/' FROM substr(e.artifact_location, length('mlflow-artifacts:') + 1))
                 COLLATE "C" AS path) AS place
        CROSS JOIN LATERAL (
          SELECT count(*) AS files, coalesce(sum(a.size_bytes), 0)::bigint AS bytes
          FROM artifacts AS a
          WHERE a.path >= place.path || '/' AND a.path < place.path || '0') AS held
        WHERE held.files > 0
        ORDER BY held.bytes DESC, e.experiment_id LIMIT ?
        """,
        row ->
            new ExperimentStorage(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5)),
        most);
  }
}
