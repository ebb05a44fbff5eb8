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
import dev.millrace.tracking.jdbc.JdbcStore;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads all that runs hold: for a thousand runs in as many queries as for one, in one round trip.
 */
@Singleton
class RunContentStore extends JdbcStore {

  private static final String METRICS =
      """
      SELECT run_key, key, last_value, last_timestamp, last_step FROM metric_series
      WHERE run_key = ANY (?)
        AND model_id IS NULL AND dataset_name IS NULL AND dataset_digest IS NULL
      ORDER BY run_key, key
      """;

  private static final String PARAMS =
      "SELECT run_key, key, value FROM run_params WHERE run_key = ANY (?) ORDER BY run_key, key";

  private static final String TAGS =
      "SELECT run_key, key, value FROM run_tags WHERE run_key = ANY (?) ORDER BY run_key, key";

  private static final String DATASETS =
      """
      SELECT i.run_key, d.name, d.digest, d.source_type, d.source, d.schema, d.profile,
             array_agg(t.key ORDER BY t.key) FILTER (WHERE t.key IS NOT NULL),
             array_agg(t.value ORDER BY t.key) FILTER (WHERE t.key IS NOT NULL)
      FROM run_datasets i
      JOIN datasets d USING (dataset_id)
      LEFT JOIN run_dataset_tags t USING (run_key, dataset_id)
      WHERE i.run_key = ANY (?)
      GROUP BY i.run_key, i.position, d.dataset_id
      ORDER BY i.run_key, i.position
      """;

  private static final String MODEL_INPUTS =
      "SELECT run_key, model_id FROM run_model_inputs WHERE run_key = ANY (?) ORDER BY position";

  private static final String MODEL_OUTPUTS =
      """
      SELECT run_key, model_id, step FROM run_model_outputs WHERE run_key = ANY (?)
      ORDER BY position
      """;

  RunContentStore(AgroalDataSource dataSource) {
    super(dataSource);
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

  /** These runs with what they hold, in the same order. */
  List<Run> runsOf(List<RunRow> rows) {
    if (rows.isEmpty()) {
      return List.of();
    }
    Contents contents = new Contents();
    Long[] keys = rows.stream().map(RunRow::runKey).toArray(Long[]::new);
    queryTogether(
        List.of(
            question(METRICS, keys, contents, (content, row) -> content.metrics().add(metric(row))),
            question(PARAMS, keys, contents, (content, row) -> content.params().add(param(row))),
            question(TAGS, keys, contents, (content, row) -> content.tags().add(tag(row))),
            question(
                DATASETS, keys, contents, (content, row) -> content.datasets().add(dataset(row))),
            question(
                MODEL_INPUTS,
                keys,
                contents,
                (content, row) -> content.modelInputs().add(new ModelInput(row.getString(2)))),
            question(
                MODEL_OUTPUTS,
                keys,
                contents,
                (content, row) ->
                    content
                        .modelOutputs()
                        .add(new ModelOutput(row.getString(2), row.getLong(3))))));
    return rows.stream().map(row -> contents.of(row.runKey()).of(row)).toList();
  }

  /** What each of the runs holds. */
  private static final class Contents {

    private final Map<Long, Content> byRun = new HashMap<>();

    Content of(long runKey) {
      return byRun.computeIfAbsent(runKey, key -> new Content());
    }
  }

  private interface Adding {
    void add(Content content, ResultSet row) throws SQLException;
  }

  /** The run's key is the first column of every row. */
  private static Question question(String sql, Long[] keys, Contents contents, Adding adding) {
    return new Question(sql, row -> adding.add(contents.of(row.getLong(1)), row), (Object) keys);
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
