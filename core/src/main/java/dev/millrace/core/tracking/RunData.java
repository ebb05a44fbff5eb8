package dev.millrace.core.tracking;

import java.util.List;

/** What was logged to a run: the latest value of each metric, its parameters and its tags. */
public record RunData(List<Metric> metrics, List<Param> params, List<RunTag> tags) {

  /** Nothing, where it was not asked for. */
  public static final RunData NONE = new RunData(List.of(), List.of(), List.of());

  public RunData {
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
    params = params == null ? List.of() : List.copyOf(params);
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
