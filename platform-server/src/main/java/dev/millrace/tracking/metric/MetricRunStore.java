package dev.millrace.tracking.metric;

import dev.millrace.platform.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is told of the runs that metrics belong to. */
@Singleton
class MetricRunStore extends JdbcStore {

  MetricRunStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /** A run. */
  record Run(long runKey, String runId, @Nullable String runName, String experimentId) {}

  /** The runs of these keys, active or deleted; what is gone lacks. */
  Map<Long, Run> findRuns(Long[] runKeys) {
    return query(
            "SELECT run_key, run_id, run_name, experiment_id FROM runs WHERE run_key = ANY (?)",
            row -> new Run(row.getLong(1), row.getString(2), row.getString(3), row.getString(4)),
            (Object) runKeys)
        .stream()
        .collect(Collectors.toMap(Run::runKey, run -> run));
  }
}
