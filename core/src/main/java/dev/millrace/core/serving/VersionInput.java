package dev.millrace.core.serving;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.TensorSpec;
import java.util.List;
import java.util.Locale;

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

  /** What a version takes that is ready. */
  public static VersionInput of(InputSchema schema) {
    if (schema instanceof InputSchema.Columns columns) {
      return new VersionInput(true, columns.columns().stream().map(Column::of).toList(), List.of());
    }
    return new VersionInput(
        true,
        List.of(),
        schema instanceof InputSchema.Tensors tensors
            ? tensors.tensors().stream().map(Tensor::of).toList()
            : List.of());
  }

  /**
   * A column.
   *
   * @param type as MLflow's signatures write it, such as {@code double}
   * @param required whether every row must have a value
   */
  public record Column(
      String name, String type, @JsonInclude(JsonInclude.Include.ALWAYS) boolean required) {

    static Column of(ColumnSpec column) {
      return new Column(
          column.name(), column.type().name().toLowerCase(Locale.ROOT), column.required());
    }
  }

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

    static Tensor of(TensorSpec tensor) {
      return new Tensor(
          tensor.name(), tensor.type().name().toLowerCase(Locale.ROOT), tensor.shape());
    }
  }
}
