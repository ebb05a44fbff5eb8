package dev.millrace.serving.requestlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Redacts bodies of MLflow's protocol. */
final class MlflowRedaction {

  private static final Set<String> FIELDS =
      Set.of("dataframe_split", "dataframe_records", "instances", "inputs", "params");

  private MlflowRedaction() {}

  static ObjectNode body(RedactedColumns columns, ObjectNode body) {
    body.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw new UnkeepableException(
                    "It has fields that mean nothing, and columns are to be redacted.");
              }
            });
    JsonNode split = body.get("dataframe_split");
    if (split != null) {
      redactSplit(columns, split);
    }
    for (String field : List.of("dataframe_records", "instances", "inputs")) {
      requireNames(body.get(field));
    }
    columns.redactFields(body);
    return body;
  }

  private static void redactSplit(RedactedColumns columns, JsonNode node) {
    JsonNode names = node.path("columns");
    JsonNode rows = node.path("data");
    if (!(node instanceof ObjectNode split) || !names.isArray() || !rows.isArray()) {
      throw byPosition();
    }
    // Who a row is of may stand there; models do not see it.
    split.retain("columns", "data");
    for (JsonNode name : names) {
      if (!name.isValueNode()) {
        throw byPosition();
      }
    }
    for (JsonNode row : rows) {
      if (!row.isArray() || row.size() != names.size()) {
        throw new UnkeepableException(
            "It has rows that are not as long as its columns, and columns are to be redacted.");
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (columns.has(names.get(i).asText())) {
        for (JsonNode row : rows) {
          ((ArrayNode) row).set(i, RedactedColumns.replacement());
        }
      }
    }
  }

  /** An object of columns, or a list of objects. */
  private static void requireNames(@Nullable JsonNode data) {
    if (data == null || data.isObject()) {
      return;
    }
    if (!data.isArray()) {
      throw byPosition();
    }
    for (JsonNode row : data) {
      if (!row.isObject()) {
        throw byPosition();
      }
    }
  }

  private static UnkeepableException byPosition() {
    return new UnkeepableException(
        "It has values without the names of their columns, and columns are to be redacted.");
  }
}
