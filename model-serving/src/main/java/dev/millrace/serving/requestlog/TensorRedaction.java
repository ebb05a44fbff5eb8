package dev.millrace.serving.requestlog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Redacts bodies and answers of the Open Inference Protocol. */
final class TensorRedaction {

  private static final Set<String> FIELDS =
      Set.of("id", "inputs", "outputs", "parameters", "model_name", "model_version");

  private static final Set<String> FIELDS_OF_INPUTS =
      Set.of("name", "shape", "datatype", "parameters", "data");

  private TensorRedaction() {}

  static ObjectNode body(RedactedColumns columns, ObjectNode body) {
    JsonNode inputs = body.path("inputs");
    if (!hasOnly(body, FIELDS) || !inputs.isArray()) {
      throw noRequest();
    }
    for (JsonNode node : inputs) {
      if (!(node instanceof ObjectNode input)
          || !hasOnly(input, FIELDS_OF_INPUTS)
          || !input.path("name").isTextual()) {
        throw noRequest();
      }
      columns.redactFields(input.path("parameters"));
      if (columns.has(input.get("name").textValue())) {
        input.set("data", RedactedColumns.replacement());
      } else {
        requireOneColumn(input);
      }
    }
    columns.redactFields(body.path("parameters"));
    return body;
  }

  /** An answer may have outputs of these names. */
  static void outputs(RedactedColumns columns, ObjectNode answer) {
    for (JsonNode node : answer.path("outputs")) {
      if (node instanceof ObjectNode output && columns.has(output.path("name").asText())) {
        output.set("data", RedactedColumns.replacement());
      }
    }
  }

  private static boolean hasOnly(ObjectNode object, Set<String> fields) {
    for (var names = object.fieldNames(); names.hasNext(); ) {
      if (!fields.contains(names.next())) {
        return false;
      }
    }
    return true;
  }

  /** All columns may come side by side in one tensor, whatever its name. */
  private static void requireOneColumn(ObjectNode input) {
    JsonNode shape = input.path("shape");
    boolean oneColumn = shape.isArray() && shape.size() >= 1;
    for (int i = 1; i < shape.size(); i++) {
      oneColumn &= shape.get(i).asInt() == 1;
    }
    for (JsonNode value : input.path("data")) {
      oneColumn &= value.isValueNode() || value.size() == 1 && value.get(0).isValueNode();
    }
    if (!oneColumn) {
      throw new UnkeepableException(
          "It has a tensor of more than one column, and columns are to be redacted.");
    }
  }

  private static UnkeepableException noRequest() {
    return new UnkeepableException(
        "It is no request of the protocol, and columns are to be redacted.");
  }
}
