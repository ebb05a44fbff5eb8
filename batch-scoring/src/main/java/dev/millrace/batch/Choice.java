package dev.millrace.batch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of the rows is sent, and what is written.
 *
 * @param columns of the input that go into the output; null for all
 * @param features the columns that a tensor is made of, in its order; null for all
 * @param predictionColumn what the column of predictions is called
 */
public record Choice(
    @Nullable List<String> columns, @Nullable List<String> features, String predictionColumn) {

  public Choice {
    columns = columns == null ? null : List.copyOf(columns);
    features = features == null ? null : List.copyOf(features);
  }
}
