package dev.millrace.core.tracking;

import java.util.List;

/** What was logged to a run: the latest value of each metric, its parameters and its tags. */
public record RunData(List<Metric> metrics, List<Param> params, List<RunTag> tags) {
  public RunData {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    params = params == null ? List.of() : List.copyOf(params);
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
