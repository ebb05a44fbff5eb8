package dev.millrace.tracking.run;

import dev.millrace.core.tracking.Dataset;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.InputTag;
import dev.millrace.core.tracking.Metric;
import dev.millrace.core.tracking.ModelInput;
import dev.millrace.core.tracking.ModelOutput;
import dev.millrace.core.tracking.Param;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunData;
import dev.millrace.core.tracking.RunInputs;
import dev.millrace.core.tracking.RunOutputs;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.metric.MetricInbox;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that runs hold: for a thousand runs in as many queries as for one, in one round trip.
 */
@Singleton
class RunContentStore extends JdbcStore {

  private static final Queries OF_PAGE = Queries.of("= ANY (?)");
  private static final String OF_ONE_RUN = "= (SELECT run_key FROM runs WHERE run_id = ?)";
  private static final Queries OF_ONE = Queries.of(OF_ONE_RUN);

  private final MetricInbox inbox;

  RunContentStore(AgroalDataSource dataSource, MetricInbox inbox) {
    super(dataSource);
    this.inbox = inbox;
  }

  /** What one run holds, as it is read. */
  private record Content(
      List<Metric> metrics,
      List<Param> params,
      List<RunTag> tags,
      List<DatasetInput> datasets,
      List<ModelInput> modelInputs,
      List<ModelOutput> modelOutputs) {

    Content() {
      this(
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(),
          new ArrayList<>(1),
          new ArrayList<>(1),
          new ArrayList<>(1));
    }

    Run of(RunRow row) {
      return new Run(
          row.info(),
          new RunData(metrics, params, tags),
          new RunInputs(datasets, modelInputs),
          new RunOutputs(modelOutputs));
    }
  }

  /** The run with what it holds, active or deleted. */
  Optional<Run> findRun(String runId) {
    Contents contents = new Contents();
    List<RunRow> found = new ArrayList<>(1);
    AtomicBoolean waiting = new AtomicBoolean();
    List<Question> questions = new ArrayList<>();
    // Asked first: what comes after it need not be seen.
    questions.add(
        new Question(
            "SELECT run_key FROM metric_inbox WHERE run_key " + OF_ONE_RUN + " LIMIT 1",
            row -> waiting.set(true),
            runId));
    questions.add(new Question(RunStore.FIND_RUN, row -> found.add(RunStore.read(row)), runId));
    questions.addAll(questions(OF_ONE, runId, contents));
    queryTogether(questions);
    if (waiting.get()) {
      inbox.settleRuns(runId);
      queryTogether(List.of(contents.metricsOf(runId)));
    }
    return found.stream().findFirst().map(contents::runOf);
  }

  /** These runs with what they hold, in the same order. */
  List<Run> runsOf(List<RunRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Contents contents = new Contents();
    Long[] keys = rows.stream().map(RunRow::runKey).toArray(Long[]::new);
    queryTogether(questions(OF_PAGE, keys, contents));
    return rows.stream().map(contents::runOf).toList();
  }

  /** The runs of these keys with what they hold, in the same order; those gone are left out. */
  Map<Long, Run> runsOfKeys(List<Long> runKeys) {
    if (runKeys.isEmpty()) {
      return Map.of();
    }
    Contents contents = new Contents();
    List<RunRow> found = new ArrayList<>(runKeys.size());
    Long[] keys = runKeys.toArray(Long[]::new);
    List<Question> questions = new ArrayList<>();
    questions.add(
        new Question(RunStore.FIND_RUNS, row -> found.add(RunStore.read(row)), (Object) keys));
    questions.addAll(questions(OF_PAGE, keys, contents));
    queryTogether(questions);
    Map<Long, Run> runs = new LinkedHashMap<>();
    RunStore.inOrder(runKeys, found).forEach(row -> runs.put(row.runKey(), contents.runOf(row)));
    return runs;
  }

  private static List<Question> questions(Queries queries, Object runs, Contents contents) {
    return List.of(
        contents.question(queries.metrics(), runs, (c, row) -> c.metrics().add(metric(row))),
        contents.question(queries.params(), runs, (c, row) -> c.params().add(param(row))),
        contents.question(queries.tags(), runs, (c, row) -> c.tags().add(tag(row))),
        contents.question(queries.datasets(), runs, (c, row) -> c.datasets().add(dataset(row))),
        contents.question(
            queries.modelInputs(),
            runs,
            (c, row) -> c.modelInputs().add(new ModelInput(row.getString(2)))),
        contents.question(
            queries.modelOutputs(),
            runs,
            (c, row) -> c.modelOutputs().add(new ModelOutput(row.getString(2), row.getLong(3)))));
  }

  /** What is asked of each table; the run's key is the first column of every row. */
  private record Queries(
      String metrics,
      String params,
      String tags,
      String datasets,
      String modelInputs,
      String modelOutputs) {

    /** The queries for the runs whose key is so. */
    static Queries of(String condition) {
      return new Queries(
          """
          SELECT run_key, key, last_value, last_timestamp, last_step FROM metric_series
          WHERE run_key %s
            AND model_id IS NULL AND dataset_name IS NULL AND dataset_digest IS NULL
          ORDER BY run_key, key
          """
              .formatted(condition),
          "SELECT run_key, key, value FROM run_params WHERE run_key %s ORDER BY run_key, key"
              .formatted(condition),
          "SELECT run_key, key, value FROM run_tags WHERE run_key %s ORDER BY run_key, key"
              .formatted(condition),
          """
          SELECT i.run_key, d.name, d.digest, d.source_type, d.source, d.schema, d.profile,
                 array_agg(t.key ORDER BY t.key) FILTER (WHERE t.key IS NOT NULL),
                 array_agg(t.value ORDER BY t.key) FILTER (WHERE t.key IS NOT NULL)
          FROM run_datasets i
          JOIN datasets d USING (dataset_id)
          LEFT JOIN run_dataset_tags t USING (run_key, dataset_id)
          WHERE i.run_key %s
          GROUP BY i.run_key, i.position, d.dataset_id
          ORDER BY i.run_key, i.position
          """
              .formatted(condition),
          "SELECT run_key, model_id FROM run_model_inputs WHERE run_key %s ORDER BY position"
              .formatted(condition),
          "SELECT run_key, model_id, step FROM run_model_outputs WHERE run_key %s ORDER BY position"
              .formatted(condition));
    }
  }

  /** What each of the runs holds. */
  private static final class Contents {

    private final Map<Long, Content> byRun = new HashMap<>();

    Content of(long runKey) {
      return byRun.computeIfAbsent(runKey, key -> new Content());
    }

    Run runOf(RunRow row) {
      return of(row.runKey()).of(row);
    }

    /** Asks for the metrics of one run once more. */
    Question metricsOf(String runId) {
      byRun.values().forEach(content -> content.metrics().clear());
      return question(OF_ONE.metrics(), runId, (c, row) -> c.metrics().add(metric(row)));
    }

    Question question(String sql, Object runs, Adding adding) {
      return new Question(sql, row -> adding.add(of(row.getLong(1)), row), runs);
    }
  }

  private interface Adding {
    void add(Content content, ResultSet row) throws SQLException;
  }

  private static Metric metric(ResultSet row) throws SQLException {
    return Metric.of(row.getString(2), row.getDouble(3), row.getLong(4), row.getLong(5));
  }

  private static Param param(ResultSet row) throws SQLException {
    return new Param(row.getString(2), row.getString(3));
  }

  private static RunTag tag(ResultSet row) throws SQLException {
    return new RunTag(row.getString(2), row.getString(3));
  }

  private static DatasetInput dataset(ResultSet row) throws SQLException {
    return new DatasetInput(
        inputTags(row.getArray(8), row.getArray(9)),
        new Dataset(
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7)));
  }

  private static List<InputTag> inputTags(@Nullable Array keys, @Nullable Array values)
      throws SQLException {
    List<InputTag> tags = new ArrayList<>();
    if (keys != null && values != null) {
      String[] names = (String[]) keys.getArray();
      String[] texts = (String[]) values.getArray();
      for (int i = 0; i < names.length; i++) {
        tags.add(new InputTag(names[i], texts[i]));
      }
    }
    return tags;
  }
}
