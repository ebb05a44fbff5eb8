package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.ShownName;
import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes tensors of what a runtime answered: an entry of a map, or of the maps of all rows, is an
 * output; anything else is the only one.
 */
final class OutputTensors {

  private OutputTensors() {}

  /**
   * @param soleName the name of an output that has none
   * @throws IllegalStateException where the rows are not all alike
   */
  static List<OutputTensor> of(Object predictions, String soleName) {
    if (predictions instanceof JsonNode json) {
      return of(MlflowJson.mapper().convertValue(json, Object.class), soleName);
    }
    List<OutputTensor> outputs = new ArrayList<>();
    if (predictions instanceof Map<?, ?> byName) {
      byName.forEach((name, value) -> add(outputs, String.valueOf(name), value));
    } else if (isRowsOfMaps(predictions)) {
      columns((List<?>) predictions)
          .forEach((name, column) -> add(outputs, String.valueOf(name), column));
    } else {
      add(outputs, soleName, predictions);
    }
    return outputs;
  }

  /**
   * The output of this name.
   *
   * @throws dev.millrace.core.error.MlflowException BAD_REQUEST where the model has none of it
   */
  static OutputTensor require(String name, List<OutputTensor> outputs) {
    for (OutputTensor output : outputs) {
      if (output.name().equals(name)) {
        return output;
      }
    }
    throw Refusals.request(
        "Output '"
            + ShownName.of(name)
            + "' is not one of the model's, which are: "
            + outputs.stream().map(OutputTensor::name).collect(Collectors.joining(", "))
            + ".");
  }

  /** What scikit-learn's ZipMap makes, a map per row, becomes an output per class. */
  private static void add(List<OutputTensor> outputs, String name, Object value) {
    if (isRowsOfMaps(value)) {
      columns((List<?>) value)
          .forEach((key, column) -> add(outputs, name + "." + String.valueOf(key), column));
    } else {
      outputs.add(tensor(name, value));
    }
  }

  private static boolean isRowsOfMaps(@Nullable Object value) {
    return value instanceof List<?> rows && !rows.isEmpty() && rows.get(0) instanceof Map;
  }

  private static Map<Object, List<Object>> columns(List<?> rows) {
    Map<Object, List<Object>> columns = new LinkedHashMap<>();
    for (Object key : ((Map<?, ?>) rows.get(0)).keySet()) {
      columns.put(key, new ArrayList<>(rows.size()));
    }
    for (Object row : rows) {
      if (!(row instanceof Map<?, ?> values) || !values.keySet().equals(columns.keySet())) {
        throw new IllegalStateException("the rows of the predictions have different keys");
      }
      columns.forEach((key, column) -> column.add(values.get(key)));
    }
    return columns;
  }

  private static OutputTensor tensor(String name, Object value) {
    long[] shape = shape(value);
    long size = 1;
    for (long length : shape) {
      size = Math.multiplyExact(size, length);
    }
    WireType type = type(value, null);
    type = type == null ? WireType.FP64 : type;
    Filler filler = new Filler(type, shape, Math.toIntExact(size));
    filler.fill(value, 0);
    return new OutputTensor(name, type, shape.length == 0 ? new long[] {1} : shape, filler.values);
  }

  private static long[] shape(Object value) {
    List<Long> lengths = new ArrayList<>();
    @Nullable Object part = value;
    while (part != null && isList(part)) {
      int length = length(part);
      lengths.add((long) length);
      if (length == 0) {
        break;
      }
      part = at(part, 0);
    }
    return lengths.stream().mapToLong(Long::longValue).toArray();
  }

  /** The type that holds every value; null while there is none. */
  private static @Nullable WireType type(@Nullable Object value, @Nullable WireType soFar) {
    if (value == null) {
      return soFar;
    }
    Class<?> part = value.getClass();
    if (part.isArray() && part.getComponentType().isPrimitive()) {
      return wider(soFar, ofScalar(part.getComponentType()));
    }
    if (!isList(value)) {
      return wider(soFar, ofScalar(part));
    }
    WireType type = soFar;
    for (int i = 0; i < length(value); i++) {
      type = type(at(value, i), type);
    }
    return type;
  }

  private static WireType ofScalar(Class<?> type) {
    if (type == float.class || type == Float.class) {
      return WireType.FP32;
    } else if (type == boolean.class || type == Boolean.class) {
      return WireType.BOOL;
    } else if (type == double.class || type == Double.class) {
      return WireType.FP64;
    } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return WireType.INT64;
    } else if (type == String.class) {
      return WireType.BYTES;
    }
    throw new IllegalStateException("a prediction of " + type);
  }

  private static WireType wider(@Nullable WireType one, WireType other) {
    if (one == null || one == other) {
      return other;
    }
    boolean numbers =
        (one.isReal() || one == WireType.INT64) && (other.isReal() || other == WireType.INT64);
    if (!numbers) {
      throw new IllegalStateException("predictions of " + one + " and " + other + " in one output");
    }
    return WireType.FP64;
  }

  private static boolean isList(Object value) {
    return value instanceof List || value.getClass().isArray();
  }

  private static int length(Object list) {
    return list instanceof List<?> values ? values.size() : Array.getLength(list);
  }

  private static @Nullable Object at(Object list, int index) {
    return list instanceof List<?> values ? values.get(index) : Array.get(list, index);
  }

  /** Copies values, however nested, into one array. */
  private static final class Filler {

    private final WireType type;
    private final long[] shape;
    private final Object values;
    private int filled;

    Filler(WireType type, long[] shape, int size) {
      this.type = type;
      this.shape = shape;
      this.values =
          switch (type) {
            case FP32 -> new float[size];
            case FP64 -> new double[size];
            case BOOL -> new boolean[size];
            case BYTES -> new String[size];
            default -> new long[size];
          };
    }

    void fill(@Nullable Object value, int dimension) {
      if (value == null || !isList(value)) {
        put(value, dimension);
        return;
      }
      int length = length(value);
      if (dimension == shape.length || length != shape[dimension]) {
        throw new IllegalStateException("the rows of the predictions have different shapes");
      }
      if (value.getClass() == values.getClass()) {
        // The runtime's own array of the very type, which is what large outputs are.
        if (dimension + 1 != shape.length) {
          throw new IllegalStateException("the rows of the predictions have different shapes");
        }
        System.arraycopy(value, 0, values, filled, length);
        filled += length;
        return;
      }
      for (int i = 0; i < length; i++) {
        fill(at(value, i), dimension + 1);
      }
    }

    private void put(@Nullable Object value, int dimension) {
      if (dimension != shape.length || (value == null && !type.isReal())) {
        throw new IllegalStateException("the rows of the predictions have different shapes");
      }
      if (values instanceof float[] floats) {
        floats[filled] = value instanceof Number number ? number.floatValue() : Float.NaN;
      } else if (values instanceof double[] doubles) {
        doubles[filled] = value instanceof Number number ? number.doubleValue() : Double.NaN;
      } else if (values instanceof long[] longs && value instanceof Number number) {
        longs[filled] = number.longValue();
      } else if (values instanceof boolean[] booleans && value instanceof Boolean truth) {
        booleans[filled] = truth;
      } else if (values instanceof String[] texts && value instanceof String text) {
        texts[filled] = text;
      }
      filled++;
    }
  }
}
