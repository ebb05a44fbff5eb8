package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Links a run to the models it made. */
public record LogOutputs(@Nullable String runId, @Nullable List<ModelOutput> models) {

  /** Nothing but success. */
  public record Response() {}
}
