package dev.millrace.core.signature;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A scoring request that was found to fit the model's {@link InputSchema}. */
public sealed interface ModelInput {

  /** How many rows it has; 0 where it has none that stand for themselves. */
  int rows();

  /** Columns in the order of the schema, each with {@code rowCount} values. */
  record Table(int rowCount, List<Column> columns) implements ModelInput {

    public Table {
      columns = List.copyOf(columns);
    }

    @Override
    public int rows() {
      return rowCount;
    }
  }

  /**
   * What the caller sent, for a model that alone can tell whether it fits.
   *
   * @param format the field it came in, such as {@code instances}, or {@code csv}
   * @param data JSON, or text where it is CSV
   */
  record AsSent(String format, JsonNode data) implements ModelInput {

    @Override
    public int rows() {
      JsonNode list = format.equals("dataframe_split") ? data.path("data") : data;
      return list.isArray() ? list.size() : 0;
    }
  }

  /** Tensors by name in the order of the schema. */
  record Tensors(Map<String, Tensor> byName) implements ModelInput {

    /** The first length of all tensors, where it may vary and is the same. */
    @Override
    public int rows() {
      long rows = 0;
      for (Tensor tensor : byName.values()) {
        boolean varies = !tensor.spec().shape().isEmpty() && tensor.spec().shape().get(0) < 0;
        if (!varies || (rows != 0 && tensor.shape()[0] != rows)) {
          return 0;
        }
        rows = tensor.shape()[0];
      }
      return (int) rows;
    }
  }

  /**
   * A dense tensor, row-major.
   *
   * @param values {@code double[]} for floating types, {@code long[]} for integers, {@code
   *     boolean[]}, or {@code String[]}
   */
  record Tensor(TensorSpec spec, long[] shape, Object values) {}

  /** The values of one column. */
  sealed interface Column {

    ColumnSpec spec();

    /** An array with a value per row. */
    Object values();

    /** The same column of other rows, in an array of the same type. */
    default Column withValues(Object values) {
      if (values instanceof double[] numbers) {
        return new Numbers(spec(), numbers);
      } else if (values instanceof long[] integers) {
        return new Integers(spec(), integers);
      } else if (values instanceof boolean[] booleans) {
        return new Booleans(spec(), booleans);
      }
      return new Texts(spec(), (String[]) values);
    }

    /** FLOAT and DOUBLE; an absent optional value is NaN. */
    record Numbers(ColumnSpec spec, double[] values) implements Column {}

    /** INTEGER and LONG exactly. */
    record Integers(ColumnSpec spec, long[] values) implements Column {}

    /** BOOLEAN. */
    record Booleans(ColumnSpec spec, boolean[] values) implements Column {}

    /** STRING, BINARY (base64) and DATETIME (ISO 8601); an absent optional value is null. */
    record Texts(ColumnSpec spec, String[] values) implements Column {}

    /** The value as a number; NaN where it is absent. Texts have none. */
    default double number(int row) {
      if (this instanceof Numbers numbers) {
        return numbers.values()[row];
      } else if (this instanceof Integers integers) {
        return integers.values()[row];
      } else if (this instanceof Booleans booleans) {
        return booleans.values()[row] ? 1 : 0;
      }
      throw new IllegalStateException("column " + spec().name() + " has no numbers");
    }
  }
}
