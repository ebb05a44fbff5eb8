package dev.millrace.core.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Adds what was found out about datasets that a run has as inputs. */
public record LogDatasetSketches(@Nullable List<DatasetSketch> sketches) {

  /** The answer, which is empty. */
  public record Response() {}
}
