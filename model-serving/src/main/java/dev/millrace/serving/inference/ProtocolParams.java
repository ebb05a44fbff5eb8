package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.serving.inference.InferRequest.WantedOutput;
import java.util.List;
import java.util.Set;

/** Takes the protocol's own parameters out of those that were sent, whatever way they came. */
final class ProtocolParams {

  /** Hints, and what only says again which model is meant. */
  private static final Set<String> WITHOUT_EFFECT = Set.of("priority", "timeout", "headers");

  private static final Set<String> REQUEST_CONTENT_TYPES = Set.of("pd", "np");

  /** How MLServer's clients say what was encoded; base64 is the one that changes a value. */
  private static final Set<String> INPUT_CONTENT_TYPES =
      Set.of("np", "pd", "str", "datetime", "base64");

  private ProtocolParams() {}

  /** Leaves what is the model's. */
  static void takeOfRequest(ObjectNode params) {
    if (params.path("sequence_id").asLong(1) != 0 && params.has("sequence_id")) {
      throw Refusals.request("Requests that belong together in a sequence are not served.");
    }
    params.remove(List.of("sequence_id", "sequence_start", "sequence_end"));
    params.remove(WITHOUT_EFFECT);
    JsonNode contentType = params.remove("content_type");
    if (contentType != null && !REQUEST_CONTENT_TYPES.contains(contentType.asText())) {
      throw Refusals.request("parameters.content_type must be pd or np.");
    }
  }

  /**
   * Leaves nothing of an input's.
   *
   * @return whether its values are encoded in base64
   */
  static boolean takeOfInput(String name, ObjectNode parameters) {
    JsonNode contentType = parameters.remove("content_type");
    if (contentType != null && !INPUT_CONTENT_TYPES.contains(contentType.asText())) {
      throw Refusals.tensor(
          name, "content_type must be one of np, pd, str, datetime and base64, or left out.");
    }
    if (!parameters.isEmpty()) {
      throw Refusals.tensor(
          name,
          "it takes the parameters content_type and binary_data_size alone; shared memory is not"
              + " served.");
    }
    return contentType != null && contentType.asText().equals("base64");
  }

  /** The output that is wanted; nothing of its parameters is left. */
  static WantedOutput takeOfOutput(String name, ObjectNode parameters) {
    Boolean inBinary =
        parameters.has("binary_data")
            ? takeFlag(parameters, "binary_data", "outputs.parameters")
            : null;
    JsonNode classes = parameters.path("classification");
    if (classes.isMissingNode()
        || (classes.isIntegralNumber() && classes.canConvertToInt() && classes.intValue() == 0)) {
      parameters.remove(List.of("classification", "content_type"));
    }
    if (!parameters.isEmpty()) {
      throw Refusals.tensor(
          name,
          "as an output it takes the parameter binary_data alone; classification and shared memory"
              + " are not served.");
    }
    return new WantedOutput(name, inBinary);
  }

  /** A parameter that is true or false, and false where it is absent. */
  static boolean takeFlag(ObjectNode parameters, String name, String where) {
    JsonNode flag = parameters.remove(name);
    if (flag != null && !flag.isBoolean()) {
      throw Refusals.request(where + "." + name + " must be true or false.");
    }
    return flag != null && flag.booleanValue();
  }
}
