package dev.millrace.tracking.dataset;

import dev.millrace.core.tracking.Dataset;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.DatasetSummary;
import dev.millrace.core.tracking.InputTag;
import dev.millrace.core.tracking.ModelInput;
import dev.millrace.core.tracking.ModelOutput;
import dev.millrace.platform.jdbc.JdbcStore;
import dev.millrace.tracking.table.ChangeNote;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps what runs read and made: datasets and logged models. */
@Singleton
public class InputStore extends JdbcStore {

  private static final String NOTED =
      "WITH noted AS (" + ChangeNote.of("runs WHERE run_key = ?") + ")";

  InputStore(AgroalDataSource dataSource) {
    super(dataSource);
  }

  private record TagRow(Dataset dataset, InputTag tag) {}

  /**
   * Links a run to datasets. A dataset of the same name and digest in the experiment is the same
   * one and stays as it was first told; a link that is there already keeps its tags.
   *
   * @param inputs checked, and no two with one name and digest
   */
  public void logDatasets(long runKey, long experimentId, List<DatasetInput> inputs) {
    if (inputs.isEmpty()) {
      return;
    }
    List<Dataset> datasets = inputs.stream().map(InputStore::datasetOf).toList();
    List<TagRow> tags =
        inputs.stream()
            .flatMap(i -> i.tags().stream().map(t -> new TagRow(datasetOf(i), t)))
            .toList();
    insertDatasets(experimentId, datasets);
    update(
        NOTED
            + """
        , linked AS (
          INSERT INTO run_datasets (run_key, dataset_id)
          SELECT ?, d.dataset_id
          FROM unnest(?, ?) WITH ORDINALITY AS given (name, digest, place)
          JOIN datasets d USING (name, digest)
          WHERE d.experiment_id = ?
          ORDER BY place
          ON CONFLICT (run_key, dataset_id) DO NOTHING
          RETURNING run_key, dataset_id
        )
        INSERT INTO run_dataset_tags (run_key, dataset_id, key, value)
        SELECT linked.run_key, linked.dataset_id, tag.key, tag.value
        FROM unnest(?, ?, ?, ?) AS tag (name, digest, key, value)
        JOIN datasets d USING (name, digest)
        JOIN linked USING (dataset_id)
        ON CONFLICT DO NOTHING
        """,
        runKey,
        runKey,
        texts(datasets, Dataset::name),
        texts(datasets, Dataset::digest),
        experimentId,
        texts(tags, t -> t.dataset().name()),
        texts(tags, t -> t.dataset().digest()),
        texts(tags, t -> t.tag().key()),
        texts(tags, t -> t.tag().value()));
  }

  private void insertDatasets(long experimentId, List<Dataset> datasets) {
    update(
        """
        INSERT INTO datasets
          (experiment_id, name, digest, source_type, source, schema, profile)
        SELECT ?, name, digest, source_type, source, schema, profile
        FROM unnest(?, ?, ?, ?, ?, ?)
          AS given (name, digest, source_type, source, schema, profile)
        ORDER BY name COLLATE "C", digest COLLATE "C"
        ON CONFLICT (experiment_id, name, digest) DO NOTHING
        """,
        experimentId,
        texts(datasets, Dataset::name),
        texts(datasets, Dataset::digest),
        texts(datasets, Dataset::sourceType),
        texts(datasets, Dataset::source),
        texts(datasets, Dataset::schema),
        texts(datasets, Dataset::profile));
  }

  /** Notes the models a run read; one that is noted already stays once. */
  public void logModelInputs(long runKey, List<ModelInput> models) {
    if (models.isEmpty()) {
      return;
    }
    update(
        NOTED
            + """

        INSERT INTO run_model_inputs (run_key, model_id)
        SELECT ?, model_id FROM unnest(?) AS model (model_id)
        ORDER BY model_id COLLATE "C"
        ON CONFLICT (run_key, model_id) DO NOTHING
        """,
        runKey,
        runKey,
        texts(models, ModelInput::modelId));
  }

  /** Notes the models a run made; one that is noted already at that step stays once. */
  public void logModelOutputs(long runKey, List<ModelOutput> models) {
    if (models.isEmpty()) {
      return;
    }
    update(
        NOTED
            + """

        INSERT INTO run_model_outputs (run_key, model_id, step)
        SELECT ?, model_id, step FROM unnest(?, ?::bigint[]) AS model (model_id, step)
        ORDER BY model_id COLLATE "C", step
        ON CONFLICT (run_key, model_id, step) DO NOTHING
        """,
        runKey,
        runKey,
        texts(models, ModelOutput::modelId),
        models.stream().map(m -> m.step() == null ? 0L : m.step()).toArray(Long[]::new));
  }

  /** The datasets that runs of these experiments read, once per context they were read in. */
  public List<DatasetSummary> searchDatasets(Long[] experimentIds, int limit) {
    return query(
        """
        SELECT DISTINCT d.dataset_id, d.experiment_id, d.name, d.digest, t.value
        FROM datasets d
        JOIN run_datasets i USING (dataset_id)
        LEFT JOIN run_dataset_tags t
          ON t.run_key = i.run_key AND t.dataset_id = i.dataset_id AND t.key = 'mlflow.data.context'
        WHERE d.experiment_id = ANY (?)
        ORDER BY d.dataset_id, t.value
        LIMIT ?
        """,
        row ->
            new DatasetSummary(
                row.getString(2), row.getString(3), row.getString(4), row.getString(5)),
        experimentIds,
        limit);
  }

  private static Dataset datasetOf(DatasetInput input) {
    Dataset dataset = input.dataset();
    if (dataset == null) {
      throw new IllegalArgumentException("a dataset input has a dataset");
    }
    return dataset;
  }

  private static <T> @Nullable String[] texts(List<T> rows, Function<T, @Nullable String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }
}
