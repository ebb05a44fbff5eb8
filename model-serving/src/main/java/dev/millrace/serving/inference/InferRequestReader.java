package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.core.signature.SentTensor;
import dev.millrace.serving.inference.InferRequest.WantedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an inference request: JSON, and behind it the bytes of the tensors that came in
 * binary. Numbers go into arrays of primitives as they are read.
 */
final class InferRequestReader {

  private final JsonParser json;
  private final BinaryData binary;

  private @Nullable String id;
  private @Nullable List<SentInput> inputs;
  private List<WantedOutput> outputs = List.of();
  private ObjectNode params = JsonNodeFactory.instance.objectNode();

  private InferRequestReader(JsonParser json, BinaryData binary) {
    this.json = json;
    this.binary = binary;
  }

  /**
   * Reads a body.
   *
   * @param jsonLength how many bytes of it are JSON
   * @throws dev.millrace.core.error.MlflowException BAD_REQUEST where it is no request of the
   *     protocol, INVALID_PARAMETER_VALUE where a tensor is not what it says of itself
   */
  static InferRequest read(byte[] body, int jsonLength) {
    try (JsonParser json = MlflowJson.mapper().getFactory().createParser(body, 0, jsonLength)) {
      json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      return new InferRequestReader(json, new BinaryData(body, jsonLength)).request();
    } catch (IOException e) {
      throw Refusals.notJson(e);
    }
  }

  private InferRequest request() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw Refusals.request("The request must be a JSON object.");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "id" -> id = text("id");
        case "inputs" -> inputs = inputs();
        case "outputs" -> outputs = outputs();
        case "parameters" -> params = object("parameters");
        // Which model is meant is in the path; some clients say it again.
        case "model_name", "model_version" -> text(field);
        default ->
            throw Refusals.request(
                "The request has a field that the protocol does not know; it knows id, parameters,"
                    + " inputs and outputs.");
      }
    }
    if (json.nextToken() != null) {
      throw Refusals.request("The request must be one JSON object, and something follows it.");
    }
    if (inputs == null) {
      throw Refusals.request("The request must have the list inputs.");
    }
    boolean binaryOutputs = ProtocolParams.takeFlag(params, "binary_data_output", "parameters");
    ProtocolParams.takeOfRequest(params);
    return new InferRequest(id, tensors(inputs), params, outputs, binaryOutputs);
  }

  private List<SentInput> inputs() throws IOException {
    requireList("inputs");
    List<SentInput> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      requireObject("inputs");
      list.add(SentInput.read(json, this::object));
    }
    return list;
  }

  private List<SentTensor> tensors(List<SentInput> sent) {
    List<SentTensor> tensors = new ArrayList<>(sent.size());
    for (SentInput input : sent) {
      tensors.add(input.tensor(binary));
    }
    if (binary.left() > 0) {
      throw Refusals.request(
          "The body has "
              + binary.left()
              + " bytes behind the JSON that no input claims with its binary_data_size.");
    }
    return tensors;
  }

  private List<WantedOutput> outputs() throws IOException {
    requireList("outputs");
    List<WantedOutput> list = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      requireObject("outputs");
      WantedOutput output = output();
      if (!names.add(output.name())) {
        throw Refusals.tensor(output.name(), "it is asked for twice in outputs.");
      }
      list.add(output);
    }
    return list;
  }

  private WantedOutput output() throws IOException {
    String name = null;
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "name" -> name = text("outputs.name");
        case "parameters" -> parameters = object("outputs.parameters");
        default -> throw Refusals.request("An output has a field beside name and parameters.");
      }
    }
    if (name == null) {
      throw Refusals.request("Every output must have a name.");
    }
    return ProtocolParams.takeOfOutput(name, parameters);
  }

  private String text(String field) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw Refusals.request(field + " must be a string.");
    }
    return json.getText();
  }

  private ObjectNode object(String field) throws IOException {
    requireObject(field);
    return MlflowJson.mapper().readTree(json);
  }

  private void requireObject(String field) {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      throw Refusals.request(field + " must hold objects, got " + Refusals.kind(json) + ".");
    }
  }

  private void requireList(String field) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw Refusals.request(field + " must be a list.");
    }
  }
}
