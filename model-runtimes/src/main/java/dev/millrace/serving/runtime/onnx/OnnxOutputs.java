package dev.millrace.serving.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies a session's outputs into what goes into {@code predictions}. */
final class OnnxOutputs {

  private OnnxOutputs() {}

  /**
   * The outputs that are tensors, as requests are answered with them.
   *
   * @param rows whether requests are tables, whose answers have a scalar for a part of length one
   */
  static List<TensorSpec> specs(OrtSession session, boolean rows) throws OrtException {
    List<TensorSpec> specs = new ArrayList<>();
    for (NodeInfo output : session.getOutputInfo().values()) {
      TensorType type = output.getInfo() instanceof TensorInfo info ? type(info.type) : null;
      if (type == null) {
        continue;
      }
      List<Integer> shape = new ArrayList<>();
      for (long length : ((TensorInfo) output.getInfo()).getShape()) {
        shape.add(length < 0 ? -1 : Math.toIntExact(length));
      }
      if (rows && shape.size() == 2 && shape.get(1) == 1) {
        shape.remove(1);
      }
      specs.add(new TensorSpec(output.getName(), type, shape));
    }
    return specs;
  }

  private static @Nullable TensorType type(OnnxJavaType type) {
    return switch (type) {
      case FLOAT, FLOAT16, BFLOAT16 -> TensorType.FLOAT32;
      case DOUBLE -> TensorType.FLOAT64;
      case INT8, UINT8, INT16, INT32, INT64 -> TensorType.INT64;
      case BOOL -> TensorType.BOOL;
      case STRING -> TensorType.STR;
      default -> null;
    };
  }

  static Map<String, Object> byName(OrtSession.Result result) throws OrtException {
    Map<String, Object> outputs = new LinkedHashMap<>();
    for (Map.Entry<String, OnnxValue> output : result) {
      outputs.put(output.getKey(), value(output.getValue()));
    }
    return outputs;
  }

  /** An object per row with the row's part of each output; a part of length one is a scalar. */
  static Object rows(OrtSession.Result result, int rowCount) throws OrtException {
    Map<String, Object> outputs = byName(result);
    List<Map<String, Object>> rows = new ArrayList<>(rowCount);
    for (int row = 0; row < rowCount; row++) {
      rows.add(new LinkedHashMap<>());
    }
    for (Map.Entry<String, Object> output : outputs.entrySet()) {
      Object values = output.getValue();
      int length = length(values);
      if (length != rowCount) {
        // An output that is not per row, such as a total, belongs to none of them.
        return outputs;
      }
      for (int row = 0; row < rowCount; row++) {
        rows.get(row).put(output.getKey(), scalar(at(values, row)));
      }
    }
    return rows;
  }

  private static Object value(OnnxValue output) throws OrtException {
    if (output instanceof OnnxTensor tensor) {
      return numbers(tensor.getValue());
    } else if (output instanceof OnnxSequence sequence) {
      return sequence(sequence);
    } else if (output instanceof OnnxMap map) {
      return map.getValue();
    }
    throw new IllegalStateException("an ONNX output of type " + output.getType());
  }

  /** What scikit-learn's ZipMap makes: a map from class to probability per row. */
  private static List<Object> sequence(OnnxSequence sequence) throws OrtException {
    List<? extends OnnxValue> elements = sequence.getValue();
    try {
      List<Object> values = new ArrayList<>(elements.size());
      for (OnnxValue element : elements) {
        values.add(value(element));
      }
      return values;
    } finally {
      elements.forEach(OnnxValue::close);
    }
  }

  /** Bytes as integers: as they are, JSON would have them as base64. */
  private static Object numbers(Object value) {
    if (value instanceof byte[] bytes) {
      int[] integers = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        integers[i] = bytes[i];
      }
      return integers;
    }
    if (value instanceof Object[] rows && !(value instanceof String[])) {
      List<Object> converted = new ArrayList<>(rows.length);
      for (Object row : rows) {
        converted.add(numbers(row));
      }
      return converted;
    }
    return value;
  }

  private static int length(Object values) {
    if (values instanceof List<?> list) {
      return list.size();
    }
    return values.getClass().isArray() ? Array.getLength(values) : -1;
  }

  private static Object at(Object values, int row) {
    return values instanceof List<?> list ? list.get(row) : Array.get(values, row);
  }

  private static Object scalar(Object value) {
    return length(value) == 1 ? at(value, 0) : value;
  }
}
