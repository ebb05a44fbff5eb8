package dev.millrace.core.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How rows are scored and written.
 *
 * @param columns of the input that the output keeps; all where none is named
 * @param features for a model that takes a tensor: the columns it is made of, in order; all where
 *     none is named
 * @param predictionColumn what the predictions are called; {@code prediction} where it is absent
 * @param onError what a row does that cannot be scored; {@code FAIL} where it is absent
 */
public record ScoringOptions(
    List<String> columns,
    List<String> features,
    @Nullable String predictionColumn,
    @Nullable OnError onError) {

  public static final ScoringOptions NONE = new ScoringOptions(List.of(), List.of(), null, null);

  public ScoringOptions {
    columns = columns == null ? List.of() : List.copyOf(columns);
    features = features == null ? List.of() : List.copyOf(features);
  }
}
