package dev.millrace.serving.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.ModelSignature;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import dev.millrace.serving.runtime.UnservableModelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How requests become the inputs of one ONNX session; settled, and checked, when it is loaded. */
final class OnnxFeed {

  private final InputSchema schema;
  private final Map<String, TensorInfo> inputs;

  private OnnxFeed(InputSchema schema, Map<String, TensorInfo> inputs) {
    this.schema = schema;
    this.inputs = inputs;
  }

  /**
   * @throws UnservableModelException where the session does not take what the signature promises
   */
  static OnnxFeed of(OrtSession session, @Nullable ModelSignature signature) throws OrtException {
    Map<String, TensorInfo> inputs = new LinkedHashMap<>();
    for (NodeInfo input : session.getInputInfo().values()) {
      if (!(input.getInfo() instanceof TensorInfo tensor)) {
        throw new UnservableModelException("Input '" + input.getName() + "' is not a tensor.");
      }
      inputs.put(input.getName(), tensor);
    }
    InputSchema schema = signature == null ? schemaOf(inputs) : signature.inputSchema();
    OnnxFeed feed = new OnnxFeed(schema, inputs);
    if (schema instanceof InputSchema.Tensors tensors) {
      feed.requireTensors(tensors);
    } else {
      feed.requireColumns((InputSchema.Columns) schema);
    }
    return feed;
  }

  InputSchema schema() {
    return schema;
  }

  /** The session's inputs; the caller closes each. */
  Map<String, OnnxTensor> tensors(OrtEnvironment environment, ModelInput input)
      throws OrtException {
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      if (input instanceof ModelInput.Tensors named) {
        for (ModelInput.Tensor tensor : named.byName().values()) {
          String name = inputName(tensor.spec());
          tensors.put(name, OnnxTensors.ofTensor(environment, info(name).type, tensor));
        }
      } else if (isMatrix()) {
        Map.Entry<String, TensorInfo> only = inputs.entrySet().iterator().next();
        ModelInput.Table table = (ModelInput.Table) input;
        long[] shape = {table.rowCount(), table.columns().size()};
        tensors.put(
            only.getKey(),
            OnnxTensors.ofColumns(environment, only.getValue().type, table.columns(), shape));
      } else {
        ModelInput.Table table = (ModelInput.Table) input;
        for (ModelInput.Column column : table.columns()) {
          TensorInfo info = info(column.spec().name());
          long[] shape =
              info.getShape().length == 1
                  ? new long[] {table.rowCount()}
                  : new long[] {table.rowCount(), 1};
          tensors.put(
              column.spec().name(),
              OnnxTensors.ofColumns(environment, info.type, List.of(column), shape));
        }
      }
      return tensors;
    } catch (OrtException | RuntimeException e) {
      tensors.values().forEach(OnnxTensor::close);
      throw e;
    }
  }

  private boolean isMatrix() {
    Set<String> columns = ((InputSchema.Columns) schema).names();
    return inputs.size() == 1 && !columns.equals(inputs.keySet());
  }

  private void requireColumns(InputSchema.Columns schema) {
    List<ColumnSpec> columns = schema.columns();
    if (isMatrix()) {
      TensorInfo matrix = inputs.values().iterator().next();
      long[] shape = matrix.getShape();
      if (shape.length != 2 || (shape[1] >= 0 && shape[1] != columns.size())) {
        throw new UnservableModelException(
            "The signature has "
                + columns.size()
                + " columns, and the model does not take a matrix of that width.");
      }
      columns.forEach(column -> requireFits(column, matrix.type));
      return;
    }
    if (!schema.names().equals(inputs.keySet())) {
      throw new UnservableModelException(
          "The signature's columns "
              + schema.names()
              + " are not the model's inputs "
              + inputs.keySet()
              + ".");
    }
    for (ColumnSpec column : columns) {
      TensorInfo info = info(column.name());
      long[] shape = info.getShape();
      if (shape.length < 1 || shape.length > 2 || (shape.length == 2 && shape[1] > 1)) {
        throw new UnservableModelException(
            "Input '" + column.name() + "' is not one column of the model.");
      }
      requireFits(column, info.type);
    }
  }

  private void requireTensors(InputSchema.Tensors schema) {
    if (schema.tensors().size() != inputs.size()) {
      throw new UnservableModelException(
          "The signature has "
              + schema.tensors().size()
              + " tensors, and the model takes "
              + inputs.keySet()
              + ".");
    }
    for (TensorSpec spec : schema.tensors()) {
      TensorInfo info = info(inputName(spec));
      TensorType type = type(info.type);
      boolean floating = isFloating(spec.type()) && isFloating(type);
      if (spec.type() != type && !floating) {
        throw new UnservableModelException(
            "The signature says "
                + spec.type().wireName()
                + ", and the model takes "
                + type.wireName()
                + ".");
      }
      requireShape(spec, info.getShape());
    }
  }

  private static void requireShape(TensorSpec spec, long[] shape) {
    boolean fits = spec.shape().size() == shape.length;
    for (int d = 0; fits && d < shape.length; d++) {
      fits = shape[d] < 0 || spec.shape().get(d) < 0 || spec.shape().get(d) == shape[d];
    }
    if (!fits) {
      throw new UnservableModelException(
          "The signature's shape " + spec.shape() + " is not one that the model takes.");
    }
  }

  private String inputName(TensorSpec spec) {
    return spec.name().isEmpty() && inputs.size() == 1
        ? inputs.keySet().iterator().next()
        : spec.name();
  }

  private TensorInfo info(String name) {
    TensorInfo info = inputs.get(name);
    if (info == null) {
      throw new UnservableModelException(
          "The model has no input '" + name + "'; it takes " + inputs.keySet() + ".");
    }
    return info;
  }

  private static void requireFits(ColumnSpec column, OnnxJavaType type) {
    boolean fits =
        switch (type) {
          case FLOAT, DOUBLE -> column.type().isNumeric();
          case INT32, INT64 ->
              column.type() == ColumnType.INTEGER
                  || (column.type() == ColumnType.LONG && type == OnnxJavaType.INT64);
          case BOOL -> column.type() == ColumnType.BOOLEAN;
          case STRING -> column.type() == ColumnType.STRING && column.required();
          default -> false;
        };
    if (!fits) {
      throw new UnservableModelException(
          "Column '"
              + column.name()
              + "' is "
              + column.type().wireName()
              + " in the signature, and the model takes "
              + type
              + ".");
    }
  }

  private static InputSchema schemaOf(Map<String, TensorInfo> inputs) {
    List<TensorSpec> specs = new ArrayList<>();
    inputs.forEach(
        (name, info) -> {
          List<Integer> shape = new ArrayList<>();
          for (long length : info.getShape()) {
            shape.add(Math.toIntExact(Math.max(length, -1)));
          }
          if (shape.isEmpty()) {
            throw new UnservableModelException(
                "Input '" + name + "' is a scalar, and the model has no signature.");
          }
          specs.add(new TensorSpec(name, type(info.type), shape));
        });
    return new InputSchema.Tensors(specs);
  }

  private static boolean isFloating(TensorType type) {
    return type == TensorType.FLOAT32 || type == TensorType.FLOAT64;
  }

  private static TensorType type(OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> TensorType.FLOAT32;
      case DOUBLE -> TensorType.FLOAT64;
      case INT32 -> TensorType.INT32;
      case INT64 -> TensorType.INT64;
      case BOOL -> TensorType.BOOL;
      case STRING -> TensorType.STR;
      default ->
          throw new UnservableModelException("The model takes " + type + ", which is not served.");
    };
  }
}
