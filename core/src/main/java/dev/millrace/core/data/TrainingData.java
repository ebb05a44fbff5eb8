package dev.millrace.core.data;

import java.util.List;

/**
 * What a model was trained on, as a client profiled it.
 *
 * @param columns their profiles in order
 */
public record TrainingData(String name, String digest, List<ColumnProfile> columns) {

  public TrainingData {
    columns = List.copyOf(columns);
  }
}
