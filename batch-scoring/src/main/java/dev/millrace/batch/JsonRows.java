package dev.millrace.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.VersionInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of JSON Lines: an object on every line. */
final class JsonRows implements RowFormat<ObjectNode> {

  /** Numbers stay as they are written. */
  private static final ObjectReader READER =
      MlflowJson.mapper()
          .readerFor(JsonNode.class)
          .with(JsonNodeFactory.withExactBigDecimals(true))
          .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

  private final VersionInput input;
  private final Choice choice;
  private final VersionInput.@Nullable Tensor tensor;

  JsonRows(VersionInput input, Choice choice) {
    this.input = input;
    this.choice = choice;
    this.tensor = Tensors.only(input);
  }

  @Override
  public ObjectNode parse(RawRecord record) throws BrokenRowException {
    ObjectNode row;
    try {
      JsonNode read = READER.readTree(record.content());
      if (!(read instanceof ObjectNode object)) {
        throw new BrokenRowException("It is no JSON object.");
      }
      row = object;
    } catch (JsonProcessingException e) {
      throw new BrokenRowException("It is not valid JSON.");
    } catch (IOException e) {
      throw new BrokenRowException("It is not UTF-8.");
    }
    List<String> features = choice.features();
    if (tensor != null && features != null) {
      for (String feature : features) {
        if (!row.has(feature)) {
          throw new BrokenRowException("It has no field '" + feature + "'.");
        }
      }
    }
    return row;
  }

  @Override
  public String mediaType() {
    return "application/json";
  }

  @Override
  public byte[] request(List<ObjectNode> rows) {
    return body(rows).toString().getBytes(StandardCharsets.UTF_8);
  }

  private ObjectNode body(List<ObjectNode> rows) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode(rows.size());
    if (tensor != null) {
      List<String> features = choice.features();
      for (ObjectNode row : rows) {
        ArrayNode values = list.addArray();
        if (features == null) {
          row.forEach(values::add);
        } else {
          features.forEach(feature -> values.add(row.get(feature)));
        }
      }
      return Tensors.request(tensor, list);
    }
    for (ObjectNode row : rows) {
      list.add(input.columns().isEmpty() ? row : columnsOf(row));
    }
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.set("dataframe_records", list);
    return request;
  }

  private ObjectNode columnsOf(ObjectNode row) {
    ObjectNode columns = JsonNodeFactory.instance.objectNode();
    for (VersionInput.Column column : input.columns()) {
      JsonNode value = row.get(column.name());
      if (value != null) {
        columns.set(column.name(), value);
      }
    }
    return columns;
  }

  @Override
  public List<String> predictionColumns(JsonNode first) {
    return List.of();
  }

  @Override
  public String header(List<String> predictionColumns) {
    return "";
  }

  @Override
  public String write(
      List<ObjectNode> rows, List<JsonNode> predictions, List<String> predictionColumns) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < rows.size(); i++) {
      ObjectNode line = kept(rows.get(i));
      if (line.has(choice.predictionColumn())) {
        throw new ScoringException(
            "The input has a field '"
                + choice.predictionColumn()
                + "' already: call that of the predictions something else.");
      }
      line.set(choice.predictionColumn(), predictions.get(i));
      lines.append(line).append('\n');
    }
    return lines.toString();
  }

  private ObjectNode kept(ObjectNode row) {
    List<String> columns = choice.columns();
    if (columns == null) {
      return row.deepCopy();
    }
    ObjectNode kept = JsonNodeFactory.instance.objectNode();
    for (String column : columns) {
      JsonNode value = row.get(column);
      if (value != null) {
        kept.set(column, value);
      }
    }
    return kept;
  }
}
