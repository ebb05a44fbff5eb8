package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.inference.wire.InferTensorContents;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferResponse;
import dev.millrace.serving.requestlog.Content;
import dev.millrace.serving.requestlog.UnkeepableException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes messages of gRPC as the JSON of REST that says the same. */
final class GrpcText {

  private GrpcText() {}

  static Content ofRequest(ModelInferRequest request) {
    return new Content(request.toByteArray(), bytes -> json(() -> request(bytes)));
  }

  static Content ofAnswer(ModelInferResponse answer) {
    return new Content(answer.toByteArray(), bytes -> json(() -> answer(bytes)));
  }

  private interface Writing {
    ObjectNode write() throws InvalidProtocolBufferException;
  }

  private static byte[] json(Writing writing) {
    try {
      return MlflowJson.mapper().writeValueAsBytes(writing.write());
    } catch (InvalidProtocolBufferException | JsonProcessingException | MlflowException e) {
      throw new UnkeepableException("Its tensors could not be read.");
    }
  }

  private static ObjectNode request(byte[] bytes) throws InvalidProtocolBufferException {
    ModelInferRequest sent = ModelInferRequest.parseFrom(bytes);
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    if (!sent.getId().isEmpty()) {
      request.put("id", sent.getId());
    }
    ObjectNode parameters = GrpcRequestReader.parameters("parameters", sent.getParametersMap());
    if (!parameters.isEmpty()) {
      request.set("parameters", parameters);
    }
    var inputs = request.putArray("inputs");
    List<ByteString> raw = sent.getRawInputContentsList();
    for (int i = 0; i < sent.getInputsCount(); i++) {
      var input = sent.getInputs(i);
      ObjectNode tensor =
          tensor(
              input.getName(),
              input.getDatatype(),
              input.getShapeList(),
              i < raw.size() ? raw.get(i) : null,
              input.getContents());
      ObjectNode own = GrpcRequestReader.parameters("parameters", input.getParametersMap());
      if (!own.isEmpty()) {
        tensor.set("parameters", own);
      }
      inputs.add(tensor);
    }
    if (sent.getOutputsCount() > 0) {
      var outputs = request.putArray("outputs");
      sent.getOutputsList().forEach(each -> outputs.addObject().put("name", each.getName()));
    }
    return request;
  }

  private static ObjectNode answer(byte[] bytes) throws InvalidProtocolBufferException {
    ModelInferResponse given = ModelInferResponse.parseFrom(bytes);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.put("model_name", given.getModelName()).put("model_version", given.getModelVersion());
    if (!given.getId().isEmpty()) {
      answer.put("id", given.getId());
    }
    var outputs = answer.putArray("outputs");
    List<ByteString> raw = given.getRawOutputContentsList();
    for (int i = 0; i < given.getOutputsCount(); i++) {
      var output = given.getOutputs(i);
      outputs.add(
          tensor(
              output.getName(),
              output.getDatatype(),
              output.getShapeList(),
              i < raw.size() ? raw.get(i) : null,
              output.getContents()));
    }
    return answer;
  }

  private static ObjectNode tensor(
      String name,
      String datatype,
      List<Long> lengths,
      @Nullable ByteString raw,
      InferTensorContents contents) {
    WireType type = SentInput.type(datatype);
    long[] shape = TensorShape.of(lengths);
    int size = TensorShape.size(name, shape);
    Object values =
        raw == null
            ? new TypedContents(name, type, size).read(contents)
            : GrpcRequestReader.raw(name, type, size, raw);
    ObjectNode tensor = JsonNodeFactory.instance.objectNode();
    tensor.put("name", name).put("datatype", datatype);
    lengths.forEach(tensor.withArray("shape")::add);
    tensor.set("data", TensorText.json(values, type));
    return tensor;
  }
}
