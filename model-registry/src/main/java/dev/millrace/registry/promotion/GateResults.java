package dev.millrace.registry.promotion;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.core.json.StoredJson;
import dev.millrace.core.registry.GateResult;
import java.util.List;

/** Results and gates as the database keeps them. */
final class GateResults {

  private GateResults() {}

  static String toJson(Object list) {
    return StoredJson.write(list);
  }

  static List<GateResult> ofJson(String json) {
    return StoredJson.read(json, new TypeReference<List<GateResult>>() {});
  }

  static List<JsonNode> gatesOfJson(String json) {
    return StoredJson.read(json, new TypeReference<List<JsonNode>>() {});
  }
}
