package dev.millrace.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Takes an answer apart into the predictions of its rows. */
final class Predictions {

  private Predictions() {}

  /**
   * A prediction for every row: what stands in the list, or of an answer with names an object with
   * the row's value of each.
   *
   * @throws ScoringException where there are more or fewer than rows
   */
  static List<JsonNode> of(String json, int rows) {
    JsonNode predictions;
    try {
      predictions = MlflowJson.mapper().readTree(json).path("predictions");
    } catch (JsonProcessingException e) {
      throw new ScoringException("The server's answer is no JSON.");
    }
    List<JsonNode> list = new ArrayList<>(rows);
    if (predictions.isArray() && predictions.size() == rows) {
      predictions.forEach(list::add);
      return list;
    }
    if (!predictions.isObject() || predictions.isEmpty() || !isEachOf(predictions, rows)) {
      throw new ScoringException(
          "The model does not answer with one prediction for each row, of which there were "
              + rows
              + ".");
    }
    for (int row = 0; row < rows; row++) {
      ObjectNode named = JsonNodeFactory.instance.objectNode();
      for (Iterator<Map.Entry<String, JsonNode>> each = predictions.fields(); each.hasNext(); ) {
        Map.Entry<String, JsonNode> output = each.next();
        named.set(output.getKey(), output.getValue().get(row));
      }
      list.add(named);
    }
    return list;
  }

  private static boolean isEachOf(JsonNode outputs, int rows) {
    for (JsonNode output : outputs) {
      if (!output.isArray() || output.size() != rows) {
        return false;
      }
    }
    return true;
  }
}
