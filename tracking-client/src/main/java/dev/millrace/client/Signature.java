package dev.millrace.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a model takes and gives, column by column, as it is written down when it is logged. */
public record Signature(List<ColumnSpec> inputs, List<ColumnSpec> outputs) {

  /** MLflow's JSON of a column; a column without a name is a model's only output. */
  record Column(String type, @Nullable String name, boolean required) {

    static Column of(ColumnSpec spec) {
      return new Column(
          spec.type().wireName(), spec.name().isEmpty() ? null : spec.name(), spec.required());
    }
  }

  public Signature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * Required columns of one type in, one unnamed value out.
   *
   * @param columns names of the inputs
   */
  public static Signature of(List<String> columns, ColumnType inputType, ColumnType outputType) {
    return new Signature(
        columns.stream().map(name -> new ColumnSpec(name, inputType, true)).toList(),
        List.of(new ColumnSpec("", outputType, true)));
  }

  /** The inputs as the JSON text that an {@code MLmodel} file holds. */
  public String inputsJson() {
    return json(inputs);
  }

  /** The outputs as the JSON text that an {@code MLmodel} file holds. */
  public String outputsJson() {
    return json(outputs);
  }

  private static String json(List<ColumnSpec> columns) {
    try {
      return MlflowJson.mapper().writeValueAsString(columns.stream().map(Column::of).toList());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Columns are always JSON.", e);
    }
  }
}
