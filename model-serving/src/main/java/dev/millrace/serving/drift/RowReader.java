package dev.millrace.serving.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.serving.LoggedRequest;
import dev.millrace.core.signature.CsvParser;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Counts the values of requests by the names of their features. */
final class RowReader {

  private final Function<String, FeatureTally> tallies;

  /**
   * @param tallies that of a feature, by its name
   */
  RowReader(Function<String, FeatureTally> tallies) {
    this.tallies = tallies;
  }

  /** Counts a request's rows; how many there are, or 0 where its values have no names. */
  int read(LoggedRequest request) {
    String body = request.body();
    if (body == null) {
      return 0;
    }
    return switch (request.protocol()) {
      case MLFLOW_CSV -> csv(body);
      case MLFLOW_JSON -> json(tree(body));
      case V2 -> tensors(tree(body).path("inputs"));
    };
  }

  private int json(JsonNode body) {
    JsonNode split = body.path("dataframe_split");
    if (split.isObject()) {
      return split(split.path("columns"), split.path("data"));
    }
    for (String field : List.of("dataframe_records", "instances", "inputs")) {
      JsonNode data = body.path(field);
      if (data.isObject()) {
        return columns(data);
      } else if (data.isArray()) {
        return records(data);
      }
    }
    return 0;
  }

  private int split(JsonNode columns, JsonNode rows) {
    for (int i = 0; i < columns.size(); i++) {
      FeatureTally tally = tallies.apply(columns.get(i).asText());
      for (JsonNode row : rows) {
        tally.add(row.path(i));
      }
    }
    return rows.size();
  }

  private int records(JsonNode rows) {
    int records = 0;
    for (JsonNode row : rows) {
      if (row.isObject()) {
        row.properties().forEach(field -> tallies.apply(field.getKey()).add(field.getValue()));
        records++;
      }
    }
    return records;
  }

  private int columns(JsonNode data) {
    int rows = 0;
    for (Map.Entry<String, JsonNode> column : data.properties()) {
      FeatureTally tally = tallies.apply(column.getKey());
      if (column.getValue().isArray()) {
        column.getValue().forEach(tally::add);
        rows = Math.max(rows, column.getValue().size());
      } else {
        tally.add(column.getValue());
        rows = Math.max(rows, 1);
      }
    }
    return rows;
  }

  private int csv(String body) {
    List<List<String>> lines;
    try {
      lines = CsvParser.parse(body);
    } catch (MlflowException e) {
      return 0;
    }
    List<String> header = lines.isEmpty() ? List.of() : lines.get(0);
    for (int line = 1; line < lines.size(); line++) {
      for (int i = 0; i < header.size() && i < lines.get(line).size(); i++) {
        tallies.apply(header.get(i)).addField(lines.get(line).get(i));
      }
    }
    return Math.max(0, lines.size() - 1);
  }

  /** A tensor of a column each; several columns in one have no names. */
  private int tensors(JsonNode inputs) {
    int rows = 0;
    for (JsonNode input : inputs) {
      JsonNode shape = input.path("shape");
      boolean oneColumn = shape.size() == 1 || shape.size() == 2 && shape.get(1).asLong() == 1;
      JsonNode data = input.path("data");
      if (oneColumn && data.isArray()) {
        FeatureTally tally = tallies.apply(input.path("name").asText());
        data.forEach(value -> tally.add(value.isArray() ? value.path(0) : value));
        rows = Math.max(rows, data.size());
      }
    }
    return rows;
  }

  static JsonNode tree(String json) {
    try {
      return MlflowJson.mapper().readTree(json);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }
}
