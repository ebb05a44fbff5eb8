package dev.millrace.serving.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.signature.ModelInput;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The rows of a request as a schema sees them: an object of its columns, or of its tensors by name;
 * of a model with one tensor without a name, a list. What is absent is no field.
 */
record InputRows(int count, IntFunction<JsonNode> rows) {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  JsonNode get(int row) {
    return rows.apply(row);
  }

  static InputRows of(ModelInput input) {
    if (input instanceof ModelInput.Table table) {
      return new InputRows(table.rowCount(), row -> row(table.columns(), row));
    }
    if (input instanceof ModelInput.Tensors tensors) {
      return of(tensors.byName());
    }
    return of((ModelInput.AsSent) input);
  }

  private static ObjectNode row(List<ModelInput.Column> columns, int row) {
    ObjectNode object = JSON.objectNode();
    for (ModelInput.Column column : columns) {
      String name = column.spec().name();
      if (column instanceof ModelInput.Column.Numbers numbers) {
        double value = numbers.values()[row];
        if (!Double.isNaN(value)) {
          object.put(name, value);
        }
      } else if (column instanceof ModelInput.Column.Integers integers) {
        object.put(name, integers.values()[row]);
      } else if (column instanceof ModelInput.Column.Booleans booleans) {
        object.put(name, booleans.values()[row]);
      } else if (column instanceof ModelInput.Column.Texts texts && texts.values()[row] != null) {
        object.put(name, texts.values()[row]);
      }
    }
    return object;
  }

  private static InputRows of(Map<String, ModelInput.Tensor> tensors) {
    int count =
        tensors.values().stream()
            .mapToInt(tensor -> tensor.shape().length == 0 ? 1 : (int) tensor.shape()[0])
            .max()
            .orElse(0);
    ModelInput.Tensor alone = tensors.get("");
    return new InputRows(
        count,
        row -> {
          if (alone != null) {
            return row(alone, row);
          }
          ObjectNode object = JSON.objectNode();
          tensors.forEach((name, tensor) -> object.set(name, row(tensor, row)));
          return object;
        });
  }

  /** A tensor of another length than the others has its last row for those it has not. */
  private static JsonNode row(ModelInput.Tensor tensor, int row) {
    long[] shape = tensor.shape();
    if (shape.length == 0) {
      return value(tensor.values(), 0);
    }
    int size = 1;
    for (int dimension = 1; dimension < shape.length; dimension++) {
      size *= (int) shape[dimension];
    }
    int at = (int) Math.max(0, Math.min(row, shape[0] - 1));
    return nested(tensor, 1, at * size);
  }

  private static JsonNode nested(ModelInput.Tensor tensor, int dimension, int offset) {
    long[] shape = tensor.shape();
    if (dimension == shape.length) {
      return value(tensor.values(), offset);
    }
    int size = 1;
    for (int inner = dimension + 1; inner < shape.length; inner++) {
      size *= (int) shape[inner];
    }
    ArrayNode list = JSON.arrayNode();
    for (int i = 0; i < shape[dimension]; i++) {
      list.add(nested(tensor, dimension + 1, offset + i * size));
    }
    return list;
  }

  private static JsonNode value(Object values, int at) {
    if (values instanceof double[] doubles) {
      return Double.isNaN(doubles[at]) ? JSON.nullNode() : JSON.numberNode(doubles[at]);
    } else if (values instanceof long[] longs) {
      return JSON.numberNode(longs[at]);
    } else if (values instanceof boolean[] booleans) {
      return JSON.booleanNode(booleans[at]);
    }
    return JSON.textNode(((String[]) values)[at]);
  }

  /** Rows of a model without a signature, in the forms of JSON that have rows. */
  private static InputRows of(ModelInput.AsSent sent) {
    JsonNode data = sent.data();
    if (sent.format().equals("dataframe_split") && data.path("data").isArray()) {
      JsonNode columns = data.path("columns");
      return new InputRows(
          data.path("data").size(),
          row -> {
            ObjectNode object = JSON.objectNode();
            JsonNode values = data.path("data").get(row);
            for (int i = 0; i < columns.size() && i < values.size(); i++) {
              object.set(columns.get(i).asText(), values.get(i));
            }
            return object;
          });
    }
    if (data.isArray()) {
      return new InputRows(data.size(), data::get);
    }
    throw MlflowException.invalidParameter(
        "The model has a request schema and no signature: send rows as dataframe_split,"
            + " dataframe_records, instances or inputs.");
  }
}
