package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Logs metrics, parameters and tags in one transaction. */
public record LogBatch(
    @Nullable String runId,
    @Nullable List<Metric> metrics,
    @Nullable List<Param> params,
    @Nullable List<RunTag> tags) {

  /** Nothing but success. */
  public record Response() {}
}
