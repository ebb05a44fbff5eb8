package dev.millrace.serving.quality;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.serving.LoggedRequest.Protocol;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the one value in an answer that a row was predicted. */
public final class RowPrediction {

  /** What models call it beside scores and probabilities. */
  private static final List<String> NAMES =
      List.of("label", "prediction", "predictions", "predicted_label", "output_label", "variable");

  private RowPrediction() {}

  /** The value; null where there is none for the row, or more than one. */
  public static @Nullable JsonNode of(Protocol protocol, JsonNode answer, int row) {
    return protocol == Protocol.V2
        ? ofOutputs(answer.path("outputs"), row)
        : ofPredictions(answer.path("predictions"), row);
  }

  private static @Nullable JsonNode ofPredictions(JsonNode predictions, int row) {
    if (predictions.isObject()) {
      // A column of each output.
      JsonNode column = sole(predictions);
      return column == null || !column.isArray() ? null : value(column.path(row));
    }
    if (predictions.isValueNode()) {
      return row == 0 ? value(predictions) : null;
    }
    JsonNode found = predictions.path(row);
    if (found.isObject()) {
      JsonNode field = sole(found);
      return field == null ? null : value(field);
    }
    return value(found);
  }

  private static @Nullable JsonNode ofOutputs(JsonNode outputs, int row) {
    JsonNode chosen = outputs.size() == 1 ? outputs.get(0) : null;
    for (String name : NAMES) {
      for (JsonNode output : outputs) {
        if (chosen == null && name.equals(output.path("name").asText())) {
          chosen = output;
        }
      }
    }
    if (chosen == null) {
      return null;
    }
    JsonNode shape = chosen.path("shape");
    boolean oneColumn = shape.size() == 1 || shape.size() == 2 && shape.get(1).asLong() == 1;
    return oneColumn ? value(chosen.path("data").path(row)) : null;
  }

  private static @Nullable JsonNode sole(JsonNode object) {
    if (object.size() == 1) {
      return object.elements().next();
    }
    for (String name : NAMES) {
      if (object.has(name)) {
        return object.get(name);
      }
    }
    return null;
  }

  private static @Nullable JsonNode value(JsonNode node) {
    JsonNode value = node.isArray() && node.size() == 1 ? node.get(0) : node;
    return value.isTextual() || value.isNumber() || value.isBoolean() ? value : null;
  }
}
