package dev.millrace.core.tracking;

import java.util.List;

/** What a run made. */
public record RunOutputs(List<ModelOutput> modelOutputs) {
  public RunOutputs {
    modelOutputs = modelOutputs == null ? List.of() : List.copyOf(modelOutputs);
  }
}
