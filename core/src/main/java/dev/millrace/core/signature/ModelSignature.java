package dev.millrace.core.signature;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.error.ErrorCode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the signature of an {@code MLmodel} file.
 *
 * @param inputs MLflow's JSON list of inputs, as it was logged
 * @param outputs likewise of outputs, or null where none was logged
 * @param inputSchema {@code inputs}, understood
 */
public record ModelSignature(JsonNode inputs, @Nullable JsonNode outputs, InputSchema inputSchema) {

  /** Deepest nesting of a tensor; NumPy itself stops at 64. */
  private static final int MAX_DIMENSIONS = 16;

  /** Types of MLflow's that are no columns of a table. */
  private static final Set<String> NESTED_TYPES = Set.of("array", "object", "map", "any");

  /**
   * Reads the JSON strings that MLflow writes.
   *
   * @throws MlflowException INVALID_PARAMETER_VALUE naming what is wrong or not supported
   */
  public static ModelSignature parse(String inputsJson, @Nullable String outputsJson) {
    JsonNode inputs = readList(inputsJson, "inputs");
    JsonNode outputs = outputsJson == null ? null : readList(outputsJson, "outputs");
    return new ModelSignature(inputs, outputs, inputSchema(inputs));
  }

  private static JsonNode readList(String json, String part) {
    try {
      JsonNode list = MlflowJson.mapper().readTree(json);
      if (list.isArray() && !list.isEmpty()) {
        return list;
      }
    } catch (JsonProcessingException e) {
      throw invalid("its " + part + " are not JSON", e);
    }
    throw invalid("its " + part + " are not a list of columns or tensors", null);
  }

  private static InputSchema inputSchema(JsonNode inputs) {
    for (JsonNode input : inputs) {
      if (NESTED_TYPES.contains(input.path("type").asText())) {
        return new InputSchema.AsSent();
      }
    }
    Set<String> names = new HashSet<>();
    List<ColumnSpec> columns = new ArrayList<>();
    List<TensorSpec> tensors = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      JsonNode input = inputs.get(i);
      String type = input.path("type").asText();
      boolean tensor = type.equals("tensor");
      // MLflow: a frame without column names has the positions for names.
      String name = input.path("name").asText(tensor ? "" : Integer.toString(i));
      if (!names.add(name)) {
        throw invalid("input '" + name + "' occurs twice", null);
      }
      if (tensor) {
        tensors.add(tensor(name, input.path("tensor-spec")));
      } else {
        columns.add(column(name, type, input));
      }
    }
    if (tensors.isEmpty()) {
      return new InputSchema.Columns(columns);
    }
    if (!columns.isEmpty()) {
      throw invalid("it mixes columns and tensors", null);
    }
    return new InputSchema.Tensors(tensors);
  }

  private static ColumnSpec column(String name, String type, JsonNode input) {
    ColumnType columnType =
        ColumnType.fromWire(type)
            .orElseThrow(
                () -> invalid("column '" + name + "' has the unsupported type " + type, null));
    return new ColumnSpec(name, columnType, input.path("required").asBoolean(true));
  }

  private static TensorSpec tensor(String name, JsonNode spec) {
    String dtype = spec.path("dtype").asText();
    TensorType type =
        TensorType.fromWire(dtype)
            .orElseThrow(
                () -> invalid("tensor '" + name + "' has the unsupported dtype " + dtype, null));
    JsonNode shape = spec.path("shape");
    List<Integer> lengths = new ArrayList<>();
    for (JsonNode length : shape) {
      if (!length.isInt() || length.intValue() < -1) {
        throw invalid("tensor '" + name + "' has a dimension that is no length", null);
      }
      lengths.add(length.intValue());
    }
    if (lengths.isEmpty() || lengths.size() > MAX_DIMENSIONS) {
      throw invalid("tensor '" + name + "' has no usable shape", null);
    }
    return new TensorSpec(name, type, lengths);
  }

  private static MlflowException invalid(String what, @Nullable Throwable cause) {
    return new MlflowException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "The model's signature cannot be served: " + what + ".",
        cause);
  }
}
