package dev.millrace.tracking.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.tracking.Dataset;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.InputTag;
import dev.millrace.core.tracking.LogInputs;
import dev.millrace.core.tracking.LogModel;
import dev.millrace.core.tracking.LogOutputs;
import dev.millrace.core.tracking.ModelInput;
import dev.millrace.core.tracking.ModelOutput;
import dev.millrace.core.validation.Keys;
import dev.millrace.core.validation.Require;
import dev.millrace.tracking.change.RunChanges;
import dev.millrace.tracking.dataset.InputStore;
import dev.millrace.tracking.experiment.ExperimentService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Links runs to the datasets and the models they read and made. */
@ApplicationScoped
public class RunLinkService {

  private static final int MAX_DATASET_SOURCE = 65_535;
  private static final int MAX_DATASET_SCHEMA = 1_048_575;
  private static final int MAX_DATASET_PROFILE = 16_777_215;
  private static final int MAX_INPUT_TAG_KEY = 255;
  private static final int MAX_INPUT_TAG_VALUE = 500;
  private static final String MODEL_HISTORY_TAG = "mlflow.log-model.history";
  private static final List<String> MANDATORY =
      List.of("artifact_path", "flavors", "utc_time_created", "run_id");

  private final RunService runs;
  private final RunStore runStore;
  private final RunDataStore data;
  private final InputStore inputs;
  private final RunChanges changes;

  RunLinkService(
      RunService runs,
      RunStore runStore,
      RunDataStore data,
      InputStore inputs,
      RunChanges changes) {
    this.runs = runs;
    this.runStore = runStore;
    this.data = data;
    this.inputs = inputs;
    this.changes = changes;
  }

  private record NameAndDigest(String name, String digest) {}

  /** Links a run to what it read; a link that is there already stays once. */
  @Transactional
  public void logInputs(LogInputs request) {
    String runId = Require.text(request.runId(), "run_id");
    Map<NameAndDigest, DatasetInput> datasets = new LinkedHashMap<>();
    List<DatasetInput> given = Require.listOrEmpty(request.datasets());
    for (int i = 0; i < given.size(); i++) {
      // MLflow: of two inputs with one name and digest the first counts.
      datasets.putIfAbsent(checkDataset(given.get(i), "datasets[" + i + "]."), given.get(i));
    }
    List<ModelInput> models = Require.listOrEmpty(request.models());
    for (int i = 0; i < models.size(); i++) {
      checkModelId(models.get(i).modelId(), i);
    }
    RunRow run = lockedRun(runId);
    inputs.logDatasets(
        run.runKey(),
        ExperimentService.parseId(run.info().experimentId()),
        List.copyOf(datasets.values()));
    inputs.logModelInputs(run.runKey(), models);
  }

  /** Links a run to the models it made. */
  @Transactional
  public void logOutputs(LogOutputs request) {
    String runId = Require.text(request.runId(), "run_id");
    List<ModelOutput> models = Require.present(request.models(), "models");
    for (int i = 0; i < models.size(); i++) {
      checkModelId(models.get(i).modelId(), i);
    }
    inputs.logModelOutputs(lockedRun(runId).runKey(), models);
  }

  /** Adds a model to the run's history of models, a JSON list in a tag. */
  @Transactional
  public void logModel(LogModel request) {
    String runId = Require.text(request.runId(), "run_id");
    JsonNode model = parseModel(Require.text(request.modelJson(), "model_json"));
    RunRow run = lockedRun(runId);
    ArrayNode history =
        data.findTag(run.runKey(), MODEL_HISTORY_TAG)
            .map(RunLinkService::parseHistory)
            .orElseGet(JsonNodeFactory.instance::arrayNode);
    history.add(historyEntry(model));
    // Longer than a client's tag may be: a history that is cut off is none.
    data.setTags(run.runKey(), new TreeMap<>(Map.of(MODEL_HISTORY_TAG, asText(history))));
  }

  /** One call at a time: links are kept in the order they come in, which is no locking order. */
  private RunRow lockedRun(String runId) {
    RunRow run = runs.requireRun(runId).requireActive();
    runStore.lockRun(run.runKey());
    changes.runUpdated(run.info().runId());
    return run;
  }

  private static void checkModelId(@Nullable String modelId, int place) {
    String name = "models[" + place + "].model_id";
    Keys.checkLength(name, LoggedData.MAX_MODEL_ID, Require.text(modelId, name));
  }

  private static NameAndDigest checkDataset(DatasetInput input, String path) {
    Dataset dataset = Require.present(input.dataset(), path + "dataset");
    String name = Require.text(dataset.name(), path + "dataset.name");
    String digest = Require.text(dataset.digest(), path + "dataset.digest");
    Require.text(dataset.sourceType(), path + "dataset.source_type");
    Require.text(dataset.source(), path + "dataset.source");
    Keys.checkLength("name", LoggedData.MAX_DATASET_NAME, name);
    Keys.checkLength("digest", LoggedData.MAX_DATASET_DIGEST, digest);
    Keys.checkLength("source", MAX_DATASET_SOURCE, dataset.source());
    Keys.checkLength("schema", MAX_DATASET_SCHEMA, dataset.schema());
    Keys.checkLength("profile", MAX_DATASET_PROFILE, dataset.profile());
    for (int i = 0; i < input.tags().size(); i++) {
      InputTag tag = input.tags().get(i);
      Keys.checkLength(
          "key", MAX_INPUT_TAG_KEY, Require.text(tag.key(), path + "tags[" + i + "].key"));
      Keys.checkLength(
          "value",
          MAX_INPUT_TAG_VALUE,
          Require.present(tag.value(), path + "tags[" + i + "].value"));
    }
    return new NameAndDigest(name, digest);
  }

  private static JsonNode parseModel(String json) {
    JsonNode model = readTree(json);
    if (model == null || !model.isObject()) {
      throw MlflowException.invalidParameter(
          "Malformed model info. \n " + json + " \n is not a valid JSON.");
    }
    List<String> missing = MANDATORY.stream().filter(f -> !model.has(f)).toList();
    if (!missing.isEmpty()) {
      throw MlflowException.invalidParameter(
          "Model json is missing mandatory fields: {'" + String.join("', '", missing) + "'}");
    }
    return model;
  }

  private static ArrayNode parseHistory(String json) {
    return readTree(json) instanceof ArrayNode history
        ? history
        : JsonNodeFactory.instance.arrayNode();
  }

  private static String asText(ArrayNode history) {
    try {
      return MlflowJson.mapper().writer(new SpacedSeparators()).writeValueAsString(history);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes JSON as Python does: on one line, with a space after each comma and colon. */
  private static final class SpacedSeparators extends MinimalPrettyPrinter {

    private static final long serialVersionUID = 1L;

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(": ");
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
      json.writeRaw(", ");
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(", ");
    }
  }

  private static @Nullable JsonNode readTree(String json) {
    try {
      return MlflowJson.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  /** What MLflow's history keeps of a model: no flavor's configuration. */
  private static ObjectNode historyEntry(JsonNode model) {
    ObjectNode entry = JsonNodeFactory.instance.objectNode();
    Stream.of("run_id", "artifact_path", "utc_time_created", "model_uuid")
        .filter(model::has)
        .forEach(field -> entry.set(field, model.get(field)));
    JsonNode flavors = model.path("flavors").deepCopy();
    flavors.forEach(
        flavor -> {
          if (flavor instanceof ObjectNode object) {
            object.remove("config");
          }
        });
    entry.set("flavors", flavors);
    return entry;
  }
}
