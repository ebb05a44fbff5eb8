package dev.millrace.registry.promotion;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.registry.GateResult;
import java.util.List;

/** Results and gates as the database keeps them. */
final class GateResults {

  private GateResults() {}

  static String toJson(Object list) {
    try {
      return MlflowJson.mapper().writeValueAsString(list);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Results of gates could not be written.", e);
    }
  }

  static List<GateResult> ofJson(String json) {
    return read(json, new TypeReference<List<GateResult>>() {});
  }

  static List<JsonNode> gatesOfJson(String json) {
    return read(json, new TypeReference<List<JsonNode>>() {});
  }

  private static <T> T read(String json, TypeReference<T> type) {
    try {
      return MlflowJson.mapper().readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Stored results of gates could not be read.", e);
    }
  }
}
