package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links a run to the datasets and models it read. */
public record LogInputs(
    @Nullable String runId,
    @Nullable List<DatasetInput> datasets,
    @Nullable List<ModelInput> models) {

  /** Nothing but success. */
  public record Response() {}
}
