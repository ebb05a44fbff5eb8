package dev.millrace.tracking.runrecord;

import dev.millrace.core.runrecord.RecordTags;
import dev.millrace.core.runrecord.RunRecord;
import dev.millrace.core.tracking.Dataset;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.InputTag;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunInfo;
import dev.millrace.core.tracking.RunTag;
import dev.millrace.tracking.run.RunService;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the record of a run together. */
@ApplicationScoped
public class RunRecordService {

  private static final int MOST_MODELS = 100;
  private static final String CONTEXT_TAG = "mlflow.data.context";
  private static final String SHA256_TAG = "millrace.dataset.sha256";

  private final RunService runs;
  private final RunRecordStore store;
  private final ModelFiles modelFiles;

  RunRecordService(RunService runs, RunRecordStore store, ModelFiles modelFiles) {
    this.runs = runs;
    this.store = store;
    this.modelFiles = modelFiles;
  }

  /**
   * The record of a run, active or deleted; not within a transaction.
   *
   * @throws dev.millrace.core.error.MlflowException RESOURCE_DOES_NOT_EXIST where there is no such
   *     run
   */
  public RunRecord record(String runId) {
    Run run = runs.getRun(runId);
    RunInfo info = run.info();
    Map<String, String> tags = new HashMap<>();
    for (RunTag tag : run.data().tags()) {
      if (tag.key() != null && tag.value() != null) {
        tags.put(tag.key(), tag.value());
      }
    }
    List<ModelFiles.Found> found = new ArrayList<>();
    store.models(info.runId(), MOST_MODELS).forEach(m -> found.add(modelFiles.ofLoggedModel(m)));
    found.addAll(modelFiles.inFolderOf(info.artifactUri()));
    RunRecord.Code code = ToldEnvironment.code(tags);
    RunRecord.Environment environment =
        ToldEnvironment.environment(
            tags,
            found.stream()
                .filter(model -> model.model().role().equals("output"))
                .map(ModelFiles.Found::environment)
                .filter(files -> !files.isEmpty())
                .findFirst()
                .orElse(List.of()));
    return new RunRecord(
        info.runId(),
        info.runName(),
        info.experimentId(),
        store.experimentName(info.experimentId()),
        user(info, tags),
        info.status(),
        info.startTime(),
        info.endTime(),
        info.lifecycleStage(),
        tags.get(RecordTags.PARENT_RUN),
        tags.get(RecordTags.REPRODUCES),
        tags.get(RecordTags.HYPOTHESIS),
        tags.get(RecordTags.VERDICT),
        code,
        environment,
        run.inputs().datasetInputs().stream()
            .map(RunRecordService::data)
            .filter(Objects::nonNull)
            .toList(),
        run.data().params(),
        run.data().metrics(),
        found.stream().map(ModelFiles.Found::model).toList(),
        Gaps.of(info.status(), code, environment));
  }

  private static String user(RunInfo info, Map<String, String> tags) {
    return info.userId().isEmpty() ? tags.getOrDefault(RecordTags.USER, "") : info.userId();
  }

  private static RunRecord.@Nullable Data data(DatasetInput input) {
    Dataset dataset = input.dataset();
    if (dataset == null) {
      return null;
    }
    return new RunRecord.Data(
        Objects.requireNonNullElse(dataset.name(), ""),
        Objects.requireNonNullElse(dataset.digest(), ""),
        tag(input, SHA256_TAG),
        Objects.requireNonNullElse(dataset.sourceType(), ""),
        Objects.requireNonNullElse(dataset.source(), ""),
        tag(input, CONTEXT_TAG));
  }

  private static @Nullable String tag(DatasetInput input, String key) {
    return input.tags().stream()
        .filter(tag -> key.equals(tag.key()))
        .map(InputTag::value)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
