package dev.millrace.core.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What a version takes. One of the lists has something in it, but for a model that takes whatever
 * it is sent.
 *
 * @param ready false while it is still being brought up: nothing is known of it then
 * @param columns of a table, in the model's order
 * @param tensors of any number of dimensions
 */
public record VersionInput(
    @JsonInclude(JsonInclude.Include.ALWAYS) boolean ready,
    List<Column> columns,
    List<Tensor> tensors) {

  public VersionInput {
    columns = columns == null ? List.of() : List.copyOf(columns);
    tensors = tensors == null ? List.of() : List.copyOf(tensors);
  }

  /**
   * A column.
   *
   * @param type as MLflow's signatures write it, such as {@code double}
   * @param required whether every row must have a value
   */
  public record Column(
      String name, String type, @JsonInclude(JsonInclude.Include.ALWAYS) boolean required) {}

  /**
   * A tensor.
   *
   * @param name empty where it has none
   * @param type as NumPy calls it, such as {@code float32}
   * @param shape -1 is a length that varies
   */
  public record Tensor(String name, String type, List<Integer> shape) {

    public Tensor {
      shape = shape == null ? List.of() : List.copyOf(shape);
    }
  }
}
