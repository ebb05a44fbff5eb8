package dev.millrace.tracking.run;

import dev.millrace.core.page.Page;
import dev.millrace.core.page.PageToken;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunStatus;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.search.KeysetQuery;
import dev.millrace.tracking.search.SearchRequest;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps the attributes of runs. */
@Singleton
class RunStore extends JdbcStore {

  private static final String COLUMNS =
      """
      r.run_key, r.run_id, r.run_name, r.experiment_id, r.user_id, r.status, r.start_time,
      r.end_time, r.artifact_uri, r.lifecycle_stage
      """;

  /** The run of an id, active or deleted. */
  static final String FIND_RUN = "SELECT " + COLUMNS + " FROM runs r WHERE r.run_id = ?";

  /** The runs of these keys, in any order. */
  static final String FIND_RUNS = "SELECT " + COLUMNS + " FROM runs r WHERE r.run_key = ANY (?)";

  RunStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  /**
   * Starts a run with its tags, in one statement; empty where there is no such active experiment.
   */
  Optional<RunRow> createRun(
      String runId,
      long experimentId,
      String runName,
      String userId,
      long startTimeMillis,
      Map<String, String> tags) {
    return first(
        """
        WITH r AS (
          INSERT INTO runs
            (run_id, experiment_id, run_name, user_id, status, start_time, artifact_uri)
          SELECT id, e.experiment_id, ?, ?, 'RUNNING', ?,
                 e.artifact_location || '/' || id || '/artifacts'
          FROM experiments e, (SELECT ?::text AS id) AS made
          WHERE e.experiment_id = ? AND e.lifecycle_stage = 'active'
          RETURNING *
        ), tagged AS (
          INSERT INTO run_tags (run_key, key, value)
          SELECT r.run_key, tag.key, tag.value FROM r, unnest(?, ?) AS tag (key, value)
        ), noted AS (
          %s
        )
        SELECT * FROM r
        """
            .formatted(ChangeNote.of("r")),
        RunStore::read,
        runName,
        userId,
        startTimeMillis,
        runId,
        experimentId,
        tags.keySet().toArray(String[]::new),
        tags.values().toArray(String[]::new));
  }

  /** The run, active or deleted. */
  Optional<RunRow> findRun(String runId) {
    return first(FIND_RUN, RunStore::read, runId);
  }

  /**
   * Locks a run until the transaction ends, against others that lock it; writers of metrics,
   * parameters and tags are let through.
   */
  void lockRun(long runKey) {
    query(
        "SELECT run_key FROM runs WHERE run_key = ? FOR NO KEY UPDATE",
        row -> row.getLong(1),
        runKey);
  }

  /** The status of an active run, which is locked until the transaction ends. */
  Optional<RunStatus> lockStatus(String runId) {
    return first(
        """
        SELECT status FROM runs WHERE run_id = ? AND lifecycle_stage = 'active'
        FOR NO KEY UPDATE
        """,
        row -> RunStatus.valueOf(row.getString(1)),
        runId);
  }

  /**
   * Changes what is not absent and answers the run as it is then; a new name is a tag, too. Empty
   * where there is no such active run.
   */
  Optional<RunRow> updateRun(
      String runId,
      @Nullable RunStatus status,
      @Nullable Long endTimeMillis,
      @Nullable String runName) {
    return first(
        """
        WITH r AS (
          UPDATE runs
          SET status = coalesce(?, status),
              end_time = coalesce(?, end_time),
              run_name = coalesce(?, run_name)
          WHERE run_id = ? AND lifecycle_stage = 'active'
          RETURNING *
        ), tagged AS (
          INSERT INTO run_tags (run_key, key, value)
          SELECT run_key, ?, name FROM r, (SELECT ?::text AS name) AS new WHERE name IS NOT NULL
          ON CONFLICT (run_key, key) DO UPDATE SET value = excluded.value
        ), noted AS (
          %s
        )
        SELECT * FROM r
        """
            .formatted(ChangeNote.of("r")),
        RunStore::read,
        status == null ? null : status.name(),
        endTimeMillis,
        runName,
        runId,
        LoggedData.RUN_NAME_TAG,
        runName);
  }

  /** Moves a run to a lifecycle stage; false where there is no such run. */
  boolean moveToStage(String runId, String stage, @Nullable Long deletedTimeMillis) {
    return update(
            "WITH noted AS ("
                + ChangeNote.of("runs WHERE run_id = ?")
                + ") UPDATE runs SET lifecycle_stage = ?, deleted_time = ? WHERE run_id = ?",
            runId,
            stage,
            deletedTimeMillis,
            runId)
        == 1;
  }

  /** One page of the runs of these experiments that the request asks for. */
  Page<RunRow> searchRuns(KeysetQuery query) {
    List<PageToken> ends = new ArrayList<>();
    List<RunRow> rows =
        queryPlanned(
            query.sql(),
            row -> {
              ends.add(query.endOf(row));
              return read(row);
            },
            query.args());
    return query.page(query.trim(rows), ends);
  }

  /**
   * The query for one page of the runs of these experiments, for whoever wants to answer it without
   * PostgreSQL.
   */
  KeysetQuery searchQuery(Long[] experimentIds, SearchRequest request) {
    return RunSearch.query(COLUMNS, experimentIds, request);
  }

  /** These runs, in the same order; those that are gone are left out. */
  List<RunRow> findRuns(List<Long> runKeys) {
    return inOrder(
        runKeys, query(FIND_RUNS, RunStore::read, (Object) runKeys.toArray(Long[]::new)));
  }

  /** The rows that were found of these keys, in their order. */
  static List<RunRow> inOrder(List<Long> runKeys, List<RunRow> found) {
    Map<Long, RunRow> byKey = new HashMap<>();
    found.forEach(row -> byKey.put(row.runKey(), row));
    return runKeys.stream().map(byKey::get).filter(Objects::nonNull).toList();
  }

  static RunRow read(ResultSet row) throws SQLException {
    String runId = row.getString("run_id");
    return new RunRow(
        row.getLong("run_key"),
        new RunInfo(
            runId,
            runId,
            row.getString("run_name"),
            row.getString("experiment_id"),
            row.getString("user_id"),
            RunStatus.valueOf(row.getString("status")),
            row.getLong("start_time"),
            longOrNull(row, "end_time"),
            row.getString("artifact_uri"),
            row.getString("lifecycle_stage")));
  }
}
