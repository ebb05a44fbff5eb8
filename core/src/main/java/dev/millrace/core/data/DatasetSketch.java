package dev.millrace.core.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client found out about a dataset while it hashed it. The dataset is known by its name and
 * digest in the experiment of the run.
 *
 * @param context what the run used it for
 * @param rows how many it has
 * @param columns their profiles in order
 * @param rowSketch a {@link RowSketch} in base64
 */
public record DatasetSketch(
    @Nullable String name,
    @Nullable String digest,
    @Nullable String context,
    @Nullable Long rows,
    List<ColumnProfile> columns,
    @Nullable String rowSketch) {

  public DatasetSketch {
    columns = columns == null ? List.of() : List.copyOf(columns);
  }
}
