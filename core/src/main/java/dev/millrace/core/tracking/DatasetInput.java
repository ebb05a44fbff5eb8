package dev.millrace.core.tracking;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A dataset as one run used it. */
public record DatasetInput(List<InputTag> tags, @Nullable Dataset dataset) {
  public DatasetInput {
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
