package dev.millrace.core.serving;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests that are nothing but rows of numbers, as most are, without a tree of their JSON in
 * between. Whatever is not as plain as that, right or wrong, is left to the reader of everything:
 * what is read here is what that one would read.
 */
final class PlainNumbers {

  private static final int FIRST_CAPACITY = 64;
  private static final Set<String> TENSOR_FIELDS = Set.of("inputs", "instances");
  private static final Set<String> TABLE_FIELDS = Set.of("dataframe_split");

  private final JsonParser json;
  private final int width;
  private final boolean single;
  private double[] values = new double[FIRST_CAPACITY];
  private int count;

  /**
   * @param width values of a row
   * @param single whether they must fit into a float
   */
  private PlainNumbers(JsonParser json, int width, boolean single) {
    this.json = json;
    this.width = width;
    this.single = single;
  }

  /** The input; null where the request is not of this kind. */
  static @Nullable ModelInput read(byte[] body, InputSchema schema) {
    if (schema instanceof InputSchema.Tensors tensors && tensors.tensors().size() == 1) {
      return matrix(body, tensors.tensors().get(0));
    }
    return schema instanceof InputSchema.Columns columns ? split(body, columns.columns()) : null;
  }

  private static @Nullable ModelInput matrix(byte[] body, TensorSpec spec) {
    boolean reals = spec.type() == TensorType.FLOAT32 || spec.type() == TensorType.FLOAT64;
    boolean rows = spec.shape().size() == 2 && spec.shape().get(0) < 0 && spec.shape().get(1) > 0;
    if (!reals || !rows) {
      return null;
    }
    int width = spec.shape().get(1);
    try (JsonParser json = MlflowJson.mapper().getFactory().createParser(body)) {
      PlainNumbers numbers = new PlainNumbers(json, width, spec.type() == TensorType.FLOAT32);
      if (!numbers.isObjectWith(TENSOR_FIELDS) || !numbers.readRows() || !numbers.ends(1)) {
        return null;
      }
      long[] shape = {numbers.count / width, width};
      double[] values = Arrays.copyOf(numbers.values, numbers.count);
      return new ModelInput.Tensors(
          Map.of(spec.name(), new ModelInput.Tensor(spec, shape, values)));
    } catch (IOException e) {
      return null;
    }
  }

  private static @Nullable ModelInput split(byte[] body, List<ColumnSpec> columns) {
    boolean single = false;
    for (ColumnSpec column : columns) {
      if (column.type() != ColumnType.DOUBLE && column.type() != ColumnType.FLOAT) {
        return null;
      }
      single |= column.type() == ColumnType.FLOAT;
    }
    if (columns.isEmpty()) {
      return null;
    }
    try (JsonParser json = MlflowJson.mapper().getFactory().createParser(body)) {
      PlainNumbers numbers = new PlainNumbers(json, columns.size(), single);
      boolean read =
          numbers.isObjectWith(TABLE_FIELDS)
              && json.nextToken() == JsonToken.START_OBJECT
              && json.nextToken() == JsonToken.FIELD_NAME
              && numbers.areNames(columns)
              && json.nextToken() == JsonToken.FIELD_NAME
              && json.currentName().equals("data")
              && numbers.readRows()
              && numbers.ends(2);
      return read ? numbers.table(columns) : null;
    } catch (IOException e) {
      return null;
    }
  }

  private boolean isObjectWith(Set<String> fields) throws IOException {
    return json.nextToken() == JsonToken.START_OBJECT
        && json.nextToken() == JsonToken.FIELD_NAME
        && fields.contains(json.currentName());
  }

  /** The columns in the model's own order, which may have an index of numbers before them. */
  private boolean areNames(List<ColumnSpec> columns) throws IOException {
    if (json.currentName().equals("index")) {
      if (json.nextToken() != JsonToken.START_ARRAY) {
        return false;
      }
      while (json.nextToken() != JsonToken.END_ARRAY) {
        if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
          return false;
        }
      }
      if (json.nextToken() != JsonToken.FIELD_NAME) {
        return false;
      }
    }
    if (!json.currentName().equals("columns") || json.nextToken() != JsonToken.START_ARRAY) {
      return false;
    }
    for (ColumnSpec column : columns) {
      if (json.nextToken() != JsonToken.VALUE_STRING || !json.getText().equals(column.name())) {
        return false;
      }
    }
    return json.nextToken() == JsonToken.END_ARRAY;
  }

  private boolean readRows() throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      return false;
    }
    while (json.nextToken() == JsonToken.START_ARRAY) {
      if (values.length - count < width) {
        values = Arrays.copyOf(values, Math.max(2 * values.length, count + width));
      }
      for (int i = 0; i < width; i++) {
        if (!json.nextToken().isNumeric() || !fits(values[count++] = json.getDoubleValue())) {
          return false;
        }
      }
      if (json.nextToken() != JsonToken.END_ARRAY) {
        return false;
      }
    }
    return json.currentToken() == JsonToken.END_ARRAY && count > 0;
  }

  private boolean fits(double value) {
    return single ? Float.isFinite((float) value) : Double.isFinite(value);
  }

  /** Whether so many objects end here, and the body with them. */
  private boolean ends(int objects) throws IOException {
    for (int i = 0; i < objects; i++) {
      if (json.nextToken() != JsonToken.END_OBJECT) {
        return false;
      }
    }
    return json.nextToken() == null;
  }

  private ModelInput.Table table(List<ColumnSpec> columns) {
    int rows = count / width;
    List<ModelInput.Column> all = new ArrayList<>(width);
    for (int i = 0; i < width; i++) {
      double[] column = new double[rows];
      for (int row = 0; row < rows; row++) {
        column[row] = values[row * width + i];
      }
      all.add(new ModelInput.Column.Numbers(columns.get(i), column));
    }
    return new ModelInput.Table(rows, all);
  }
}
