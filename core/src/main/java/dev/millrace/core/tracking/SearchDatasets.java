package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the datasets that the runs of some experiments read. */
public record SearchDatasets(@Nullable List<String> experimentIds) {

  /** The answer. */
  public record Response(List<DatasetSummary> datasetSummaries) {}
}
