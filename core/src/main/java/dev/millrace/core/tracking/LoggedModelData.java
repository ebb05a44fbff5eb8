package dev.millrace.core.tracking;

import java.util.List;

/**
 * What was logged to a model: its parameters, and the latest value of each metric by run and
 * dataset.
 */
public record LoggedModelData(List<LoggedModelParameter> params, List<Metric> metrics) {
  public LoggedModelData {
    params = params == null ? List.of() : List.copyOf(params);
    metrics = metrics == null ? List.of() : List.copyOf(metrics);
  }
}
