package dev.millrace.core.signature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.millrace.core.error.MlflowException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads tables in the shapes of MLflow's scoring protocol, strictly by the model's columns. */
public final class TableReader {

  /** Where a sent column goes that is left out. */
  private static final int NOWHERE = -1;

  private final InputSchema.Columns schema;
  private final Map<String, Integer> positions;

  public TableReader(InputSchema.Columns schema) {
    this.schema = schema;
    this.positions = new HashMap<>();
    for (ColumnSpec column : schema.columns()) {
      positions.put(column.name(), positions.size());
    }
  }

  /**
   * {@code {"columns": […], "data": [[…], …]}}, as pandas' split orientation; an index is ignored.
   */
  public ModelInput.Table readSplit(JsonNode split) {
    JsonNode columns = split.path("columns");
    JsonNode data = split.path("data");
    if (!columns.isArray() || !data.isArray()) {
      throw invalid("dataframe_split must be an object with the lists columns and data.");
    }
    List<String> names = new ArrayList<>(columns.size());
    for (JsonNode name : columns) {
      // MLflow: columns without names are numbered.
      if (!name.isTextual() && !name.isIntegralNumber()) {
        throw invalid("dataframe_split.columns[" + names.size() + "] must be a string.");
      }
      names.add(name.asText());
    }
    int[] targets = targets(names);
    ColumnBuilder[] builders = builders(data.size());
    boolean[] given = given(targets);
    for (int row = 0; row < data.size(); row++) {
      JsonNode values = data.get(row);
      requireLength(row, values.isArray() ? values.size() : -1, names.size());
      for (int i = 0; i < targets.length; i++) {
        if (targets[i] != NOWHERE) {
          builders[targets[i]].put(row, values.get(i));
        }
      }
    }
    return table(data.size(), builders, given);
  }

  /** {@code [{"column": value, …}, …]}. */
  public ModelInput.Table readRecords(JsonNode records, String part) {
    if (!records.isArray()) {
      throw invalid(part + " must be a list of records.");
    }
    ColumnBuilder[] builders = builders(records.size());
    for (int row = 0; row < records.size(); row++) {
      JsonNode record = records.get(row);
      if (!record.isObject()) {
        throw invalid(
            part
                + "["
                + row
                + "] must be a record with the model's columns, got "
                + JsonKind.of(record)
                + ".");
      }
      if (record.size() > schema.columns().size()) {
        requireKnown(record, " in row " + row);
      }
      int found = 0;
      for (int i = 0; i < builders.length; i++) {
        ColumnSpec column = schema.columns().get(i);
        JsonNode value = record.get(column.name());
        if (value == null && column.required()) {
          throw missing(column.name(), " in row " + row);
        }
        found += value == null ? 0 : 1;
        builders[i].put(row, value);
      }
      if (found < record.size()) {
        requireKnown(record, " in row " + row);
      }
    }
    return table(records.size(), builders, allGiven());
  }

  /**
   * {@code {"column": [value, …], …}}, {@code [{"column": value, …}, …]}, or {@code {"column":
   * value, …}} of one row.
   */
  public ModelInput.Table readNamed(JsonNode data, String part) {
    if (data.isArray() && (part.equals("instances") || data.path(0).isObject())) {
      return readRecords(data, part);
    }
    return isRecord(data)
        ? readRecords(JsonNodeFactory.instance.arrayNode().add(data), part)
        : readColumns(data, part);
  }

  private static boolean isRecord(JsonNode data) {
    boolean values = data.isObject() && !data.isEmpty();
    for (JsonNode value : data) {
      values &= value.isValueNode();
    }
    return values;
  }

  /** {@code {"column": [value, …], …}}. */
  public ModelInput.Table readColumns(JsonNode columns, String part) {
    if (!columns.isObject()) {
      throw invalid(
          "The model takes named columns: send dataframe_split, dataframe_records, or "
              + part
              + " as an object with a list per column.");
    }
    requireKnown(columns, "");
    int rowCount = -1;
    for (JsonNode values : columns) {
      int length = values.isArray() ? values.size() : -1;
      if (length < 0 || (rowCount >= 0 && length != rowCount)) {
        throw invalid("The columns of " + part + " must be lists of one length.");
      }
      rowCount = length;
    }
    rowCount = Math.max(rowCount, 0);
    ColumnBuilder[] builders = builders(rowCount);
    boolean[] given = new boolean[builders.length];
    for (int i = 0; i < builders.length; i++) {
      JsonNode values = columns.get(schema.columns().get(i).name());
      given[i] = values != null;
      for (int row = 0; values != null && row < rowCount; row++) {
        builders[i].put(row, values.get(row));
      }
    }
    return table(rowCount, builders, given);
  }

  /** A header line, then one line a row; an empty field is an absent value. */
  public ModelInput.Table readCsv(String csv) {
    List<List<String>> lines = CsvParser.parse(csv);
    if (lines.isEmpty()) {
      throw invalid("The CSV body must begin with a line of column names.");
    }
    List<String> names = lines.get(0);
    int[] targets = targets(names);
    int rowCount = lines.size() - 1;
    ColumnBuilder[] builders = builders(rowCount);
    for (int row = 0; row < rowCount; row++) {
      List<String> fields = lines.get(row + 1);
      requireLength(row, fields.size(), names.size());
      for (int i = 0; i < targets.length; i++) {
        if (targets[i] != NOWHERE) {
          builders[targets[i]].putField(row, fields.get(i));
        }
      }
    }
    return table(rowCount, builders, given(targets));
  }

  /** A tensor of shape [n] or [n, 1] per column, or one of shape [n, k] with all k of them. */
  public ModelInput.Table readTensors(List<SentTensor> tensors) {
    if (tensors.size() == 1 && isMatrix(tensors.get(0))) {
      SentTensor matrix = tensors.get(0);
      int width = schema.columns().size();
      ColumnBuilder[] builders = builders(Math.toIntExact(matrix.shape()[0]));
      for (int i = 0; i < width; i++) {
        builders[i].putAll(matrix.values(), i, width);
      }
      return table(Math.toIntExact(matrix.shape()[0]), builders, allGiven());
    }
    int[] targets = targets(tensors.stream().map(SentTensor::name).toList());
    long rowCount = tensors.isEmpty() ? 0 : tensors.get(0).shape()[0];
    for (SentTensor tensor : tensors) {
      long[] shape = tensor.shape();
      if (shape.length > 2 || (shape.length == 2 && shape[1] != 1)) {
        throw invalid(tensor.label() + " is one column: its shape must be [n] or [n, 1].");
      }
      if (shape[0] != rowCount) {
        throw invalid(
            tensor.label() + " must have as many rows as the others, which have " + rowCount + ".");
      }
    }
    ColumnBuilder[] builders = builders(Math.toIntExact(rowCount));
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] != NOWHERE) {
        builders[targets[i]].putAll(tensors.get(i).values(), 0, 1);
      }
    }
    return table(Math.toIntExact(rowCount), builders, given(targets));
  }

  private boolean isMatrix(SentTensor tensor) {
    int width = schema.columns().size();
    boolean matrix = tensor.shape().length == 2 && (width > 1 || tensor.shape()[1] != 1);
    boolean named = positions.containsKey(tensor.name());
    if (matrix && !named && tensor.shape()[1] != width) {
      throw invalid(
          tensor.label()
              + " is none of the model's columns, and as a matrix of all of them it must have shape"
              + " [n, "
              + width
              + "]. The model takes: "
              + expected()
              + ".");
    }
    return tensor.shape().length == 2 && tensor.shape()[1] == width && (width > 1 || !named);
  }

  private ColumnBuilder[] builders(int rowCount) {
    if (rowCount == 0) {
      throw invalid("The request has no rows.");
    }
    ColumnBuilder[] builders = new ColumnBuilder[schema.columns().size()];
    for (int i = 0; i < builders.length; i++) {
      builders[i] = new ColumnBuilder(schema.columns().get(i), rowCount, schema.converts());
    }
    return builders;
  }

  private ModelInput.Table table(int rowCount, ColumnBuilder[] builders, boolean[] given) {
    List<ModelInput.Column> columns = new ArrayList<>(builders.length);
    for (int i = 0; i < builders.length; i++) {
      if (!given[i]) {
        ColumnSpec absent = schema.columns().get(i);
        if (absent.required()) {
          throw missing(absent.name(), "");
        }
        for (int row = 0; row < rowCount; row++) {
          builders[i].put(row, null);
        }
      }
      columns.add(builders[i].build());
    }
    return new ModelInput.Table(rowCount, columns);
  }

  /** Where each sent column goes in the schema, or nowhere. */
  private int[] targets(List<String> names) {
    boolean[] seen = new boolean[schema.columns().size()];
    int[] targets = new int[names.size()];
    for (int i = 0; i < targets.length; i++) {
      Integer position = positions.get(names.get(i));
      if (position == null) {
        if (!schema.ignoresOthers()) {
          throw unknown(names.get(i), "");
        }
        targets[i] = NOWHERE;
        continue;
      }
      if (seen[position]) {
        throw invalid("Column '" + schema.columns().get(position).name() + "' occurs twice.");
      }
      seen[position] = true;
      targets[i] = position;
    }
    for (int i = 0; i < seen.length; i++) {
      if (!seen[i] && schema.columns().get(i).required()) {
        throw missing(schema.columns().get(i).name(), "");
      }
    }
    return targets;
  }

  private boolean[] given(int[] targets) {
    boolean[] given = new boolean[schema.columns().size()];
    for (int target : targets) {
      if (target != NOWHERE) {
        given[target] = true;
      }
    }
    return given;
  }

  private boolean[] allGiven() {
    boolean[] given = new boolean[schema.columns().size()];
    Arrays.fill(given, true);
    return given;
  }

  private void requireKnown(JsonNode object, String where) {
    if (schema.ignoresOthers()) {
      return;
    }
    for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!positions.containsKey(name)) {
        throw unknown(name, where);
      }
    }
  }

  private static void requireLength(int row, int length, int columnCount) {
    if (length != columnCount) {
      throw invalid(
          "Row "
              + row
              + " must be a list of "
              + columnCount
              + " values, one per column sent"
              + (length < 0 ? "." : ", got " + length + "."));
    }
  }

  private MlflowException missing(String column, String where) {
    return invalid(
        "Column '" + column + "' is missing" + where + ". The model takes: " + expected() + ".");
  }

  private MlflowException unknown(String column, String where) {
    return invalid(
        "Column '"
            + ShownName.of(column)
            + "'"
            + where
            + " is not one of the model's. The model takes: "
            + expected()
            + ".");
  }

  private String expected() {
    String names = String.join(", ", schema.names());
    return names.length() <= 1000 ? names : names.substring(0, 1000) + "…";
  }

  private static MlflowException invalid(String message) {
    return MlflowException.invalidParameter(message);
  }
}
