package dev.millrace.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.core.tracking.Dataset;
import dev.millrace.core.tracking.DatasetInput;
import dev.millrace.core.tracking.ModelInput;
import dev.millrace.core.tracking.ModelOutput;
import dev.millrace.core.tracking.Run;
import dev.millrace.core.tracking.RunInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A run as {@code mlflow runs describe} shows it: metrics, parameters and tags by their keys. */
record RunDictionary(Info info, Data data, Inputs inputs, Outputs outputs) {

  record Info(
      String artifactUri,
      @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Long endTime,
      String experimentId,
      String lifecycleStage,
      String runId,
      String runName,
      long startTime,
      String status,
      String userId) {}

  record Data(
      Map<String, @Nullable Double> metrics,
      Map<String, @Nullable String> params,
      Map<String, @Nullable String> tags) {}

  record Inputs(List<ModelInput> modelInputs, List<Input> datasetInputs) {}

  record Input(@Nullable Dataset dataset, Map<String, @Nullable String> tags) {}

  record Outputs(List<ModelOutput> modelOutputs) {}

  static RunDictionary of(Run run) {
    return new RunDictionary(
        info(run.info()),
        new Data(
            byKey(run.data().metrics(), metric -> metric.key(), metric -> metric.value()),
            byKey(run.data().params(), param -> param.key(), param -> param.value()),
            byKey(run.data().tags(), tag -> tag.key(), tag -> tag.value())),
        new Inputs(
            run.inputs().modelInputs(),
            run.inputs().datasetInputs().stream().map(RunDictionary::input).toList()),
        new Outputs(run.outputs() == null ? List.of() : run.outputs().modelOutputs()));
  }

  private static Info info(RunInfo info) {
    return new Info(
        info.artifactUri(),
        info.endTime(),
        info.experimentId(),
        info.lifecycleStage(),
        info.runId(),
        info.runName(),
        info.startTime(),
        info.status().name(),
        info.userId());
  }

  private static Input input(DatasetInput input) {
    return new Input(input.dataset(), byKey(input.tags(), tag -> tag.key(), tag -> tag.value()));
  }

  private static <T, V> Map<String, @Nullable V> byKey(
      List<T> items, Function<T, @Nullable String> key, Function<T, @Nullable V> value) {
    Map<String, @Nullable V> map = new LinkedHashMap<>();
    items.forEach(item -> map.put(String.valueOf(key.apply(item)), value.apply(item)));
    return map;
  }
}
