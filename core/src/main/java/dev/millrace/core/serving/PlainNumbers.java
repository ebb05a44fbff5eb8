package dev.millrace.core.serving;

import dev.millrace.core.signature.ColumnSpec;
import dev.millrace.core.signature.ColumnType;
import dev.millrace.core.signature.InputSchema;
import dev.millrace.core.signature.ModelInput;
import dev.millrace.core.signature.TensorSpec;
import dev.millrace.core.signature.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests that are nothing but rows of numbers, as most are, without a tree of their JSON in
 * between. Whatever is not as plain as that, right or wrong, is left to the reader of everything:
 * what is read here is what that one would read.
 */
final class PlainNumbers {

  private static final int FIRST_CAPACITY = 64;

  private final PlainJson json;
  private final int width;
  private final boolean single;
  private double[] values = new double[FIRST_CAPACITY];
  private int count;

  /**
   * @param width values of a row
   * @param single whether they must fit into a float
   */
  private PlainNumbers(PlainJson json, int width, boolean single) {
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
    PlainJson json = new PlainJson(body);
    PlainNumbers numbers = new PlainNumbers(json, width, spec.type() == TensorType.FLOAT32);
    boolean read =
        json.takes('{')
            && (json.takes("inputs") || json.takes("instances"))
            && json.takes(':')
            && numbers.readRows()
            && json.takes('}')
            && json.ends();
    if (!read) {
      return null;
    }
    long[] shape = {numbers.count / width, width};
    double[] values = Arrays.copyOf(numbers.values, numbers.count);
    return new ModelInput.Tensors(Map.of(spec.name(), new ModelInput.Tensor(spec, shape, values)));
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
    PlainJson json = new PlainJson(body);
    PlainNumbers numbers = new PlainNumbers(json, columns.size(), single);
    boolean read =
        json.takes('{')
            && json.takes("dataframe_split")
            && json.takes(':')
            && json.takes('{')
            && numbers.takesIndex()
            && numbers.takesNames(columns)
            && json.takes("data")
            && json.takes(':')
            && numbers.readRows()
            && json.takes('}')
            && json.takes('}')
            && json.ends();
    return read ? numbers.table(columns) : null;
  }

  /** An index of integers, where there is one. */
  private boolean takesIndex() {
    if (!json.takes("index")) {
      return true;
    }
    if (!json.takes(':') || !json.takes('[')) {
      return false;
    }
    if (!json.takes(']')) {
      do {
        if (!json.takesNumber() || !json.isInteger()) {
          return false;
        }
      } while (json.takes(','));
      if (!json.takes(']')) {
        return false;
      }
    }
    return json.takes(',');
  }

  /** The columns in the model's own order. */
  private boolean takesNames(List<ColumnSpec> columns) {
    if (!json.takes("columns") || !json.takes(':')) {
      return false;
    }
    char before = '[';
    for (ColumnSpec column : columns) {
      if (!json.takes(before) || !json.takes(column.name())) {
        return false;
      }
      before = ',';
    }
    return json.takes(']') && json.takes(',');
  }

  private boolean readRows() {
    if (!json.takes('[')) {
      return false;
    }
    do {
      if (!readRow()) {
        return false;
      }
    } while (json.takes(','));
    return json.takes(']');
  }

  private boolean readRow() {
    if (values.length - count < width) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, count + width));
    }
    char before = '[';
    for (int i = 0; i < width; i++) {
      if (!json.takes(before) || !json.takesNumber() || !fits(json.number())) {
        return false;
      }
      values[count++] = json.number();
      before = ',';
    }
    return json.takes(']');
  }

  private boolean fits(double value) {
    return single ? Float.isFinite((float) value) : Double.isFinite(value);
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
