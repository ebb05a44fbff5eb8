package dev.millrace.core.tracking;

import java.util.List;

/** What a run read. */
public record RunInputs(List<DatasetInput> datasetInputs, List<ModelInput> modelInputs) {
  public RunInputs {
    datasetInputs = datasetInputs == null ? List.of() : List.copyOf(datasetInputs);
    modelInputs = modelInputs == null ? List.of() : List.copyOf(modelInputs);
  }
}
