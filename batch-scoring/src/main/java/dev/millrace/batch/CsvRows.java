package dev.millrace.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.serving.VersionInput;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Rows of CSV, whose first record is the header. */
final class CsvRows implements RowFormat<List<String>> {

  private final List<String> header;
  private final List<Integer> kept;
  private final List<Integer> sent;
  private final VersionInput.@Nullable Tensor tensor;
  private final String predictionColumn;

  CsvRows(List<String> header, VersionInput input, Choice choice) {
    this.header = header;
    this.predictionColumn = choice.predictionColumn();
    List<String> columns = choice.columns();
    this.kept = columns == null ? all() : columns.stream().map(this::require).toList();
    this.tensor = Tensors.only(input);
    this.sent = sent(input, choice);
    if (new HashSet<>(header).size() < header.size()) {
      throw new ScoringException("Two columns of the input have the same name.");
    }
  }

  private List<Integer> sent(VersionInput input, Choice choice) {
    if (tensor != null) {
      List<String> features = choice.features();
      return features == null ? all() : features.stream().map(this::require).toList();
    }
    if (input.columns().isEmpty()) {
      return all();
    }
    List<Integer> places = new ArrayList<>();
    for (VersionInput.Column column : input.columns()) {
      int place = header.indexOf(column.name());
      if (place >= 0) {
        places.add(place);
      } else if (column.required()) {
        throw ScoringException.noColumnForModel(column.name());
      }
    }
    return places;
  }

  private List<Integer> all() {
    return IntStream.range(0, header.size()).boxed().toList();
  }

  private int require(String column) {
    int place = header.indexOf(column);
    if (place < 0) {
      throw ScoringException.noColumn(column);
    }
    return place;
  }

  @Override
  public List<String> parse(RawRecord record) throws BrokenRowException {
    List<String> fields = CsvFields.of(record.content());
    if (fields.size() != header.size()) {
      throw new BrokenRowException(
          "It has " + fields.size() + " fields where the header has " + header.size() + ".");
    }
    if (tensor != null && !Tensors.holdsTexts(tensor)) {
      for (int place : sent) {
        number(fields.get(place), header.get(place));
      }
    }
    return fields;
  }

  private static @Nullable BigDecimal number(String text, String column) throws BrokenRowException {
    try {
      return text.isBlank() ? null : new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new BrokenRowException("Column '" + column + "' has no number.");
    }
  }

  @Override
  public String mediaType() {
    return tensor == null ? "text/csv" : "application/json";
  }

  @Override
  public byte[] request(List<List<String>> rows) {
    String body = tensor == null ? csv(rows) : matrix(rows, tensor).toString();
    return body.getBytes(StandardCharsets.UTF_8);
  }

  private String csv(List<List<String>> rows) {
    List<List<String>> records = new ArrayList<>(rows.size() + 1);
    records.add(of(header, sent));
    rows.forEach(row -> records.add(of(row, sent)));
    return CsvFields.write(records);
  }

  private ObjectNode matrix(List<List<String>> rows, VersionInput.Tensor asked) {
    ArrayNode matrix = JsonNodeFactory.instance.arrayNode();
    for (List<String> row : rows) {
      ArrayNode values = matrix.addArray();
      for (int place : sent) {
        String text = row.get(place);
        if (Tensors.holdsTexts(asked)) {
          values.add(text);
        } else if (text.isBlank()) {
          values.addNull();
        } else {
          values.add(new BigDecimal(text.strip()));
        }
      }
    }
    return Tensors.request(asked, matrix);
  }

  private static List<String> of(List<String> fields, List<Integer> places) {
    return places.stream().map(fields::get).toList();
  }

  @Override
  public List<String> predictionColumns(JsonNode first) {
    List<String> columns = new ArrayList<>();
    if (first.isObject()) {
      first.fieldNames().forEachRemaining(name -> columns.add(predictionColumn + "." + name));
    } else {
      columns.add(predictionColumn);
    }
    for (String column : columns) {
      if (of(header, kept).contains(column)) {
        throw new ScoringException(
            "The input has a column '"
                + column
                + "' already: call that of the predictions something else.");
      }
    }
    return columns;
  }

  @Override
  public String header(List<String> predictionColumns) {
    List<String> all = new ArrayList<>(of(header, kept));
    all.addAll(predictionColumns.isEmpty() ? List.of(predictionColumn) : predictionColumns);
    return CsvFields.write(List.of(all));
  }

  @Override
  public String write(
      List<List<String>> rows, List<JsonNode> predictions, List<String> predictionColumns) {
    List<List<String>> records = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      List<String> record = new ArrayList<>(of(rows.get(i), kept));
      JsonNode prediction = predictions.get(i);
      if (prediction.isObject()) {
        if (!predictionColumns(prediction).equals(predictionColumns)) {
          throw new ScoringException("The predictions of two rows have different names.");
        }
        prediction.forEach(value -> record.add(PredictionColumns.text(value)));
      } else {
        record.add(PredictionColumns.text(prediction));
      }
      records.add(record);
    }
    return CsvFields.write(records);
  }
}
