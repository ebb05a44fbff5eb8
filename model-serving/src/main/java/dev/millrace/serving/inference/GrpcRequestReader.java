package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.millrace.core.signature.SentTensor;
import dev.millrace.core.signature.ShownName;
import dev.millrace.serving.inference.InferRequest.WantedOutput;
import dev.millrace.serving.inference.wire.InferParameter;
import dev.millrace.serving.inference.wire.ModelInferRequest;
import dev.millrace.serving.inference.wire.ModelInferRequest.InferInputTensor;
import dev.millrace.serving.inference.wire.ModelInferRequest.InferRequestedOutputTensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads an inference request that came over gRPC: the same rules as for one in JSON. */
final class GrpcRequestReader {

  private final ModelInferRequest sent;

  private GrpcRequestReader(ModelInferRequest sent) {
    this.sent = sent;
  }

  /**
   * Reads a request. Its outputs are wanted as its inputs came, raw or typed, where {@code
   * binary_data_output} does not say otherwise.
   *
   * @throws dev.millrace.core.error.MlflowException BAD_REQUEST where it is no request of the
   *     protocol, INVALID_PARAMETER_VALUE where a tensor is not what it says of itself
   */
  static InferRequest read(ModelInferRequest sent) {
    return new GrpcRequestReader(sent).request();
  }

  private InferRequest request() {
    ObjectNode params = parameters("parameters", sent.getParametersMap());
    boolean binary =
        params.has("binary_data_output")
            ? ProtocolParams.takeFlag(params, "binary_data_output", "parameters")
            : isRaw();
    ProtocolParams.takeOfRequest(params);
    String id = sent.getId().isEmpty() ? null : sent.getId();
    return new InferRequest(id, inputs(), params, outputs(), binary);
  }

  private boolean isRaw() {
    return sent.getRawInputContentsCount() > 0;
  }

  private List<SentTensor> inputs() {
    if (isRaw() && sent.getRawInputContentsCount() != sent.getInputsCount()) {
      throw Refusals.request(
          "raw_input_contents must have the values of each of the "
              + sent.getInputsCount()
              + " inputs, it has "
              + sent.getRawInputContentsCount()
              + ".");
    }
    List<SentTensor> tensors = new ArrayList<>(sent.getInputsCount());
    for (int i = 0; i < sent.getInputsCount(); i++) {
      tensors.add(input(sent.getInputs(i), i));
    }
    return tensors;
  }

  private SentTensor input(InferInputTensor input, int index) {
    String name = input.getName();
    if (name.isEmpty()) {
      throw Refusals.request("Every input must have name, shape and datatype.");
    }
    WireType type = SentInput.type(input.getDatatype());
    long[] shape = TensorShape.of(input.getShapeList());
    int size = TensorShape.size(name, shape);
    boolean base64 =
        ProtocolParams.takeOfInput(name, parameters("inputs.parameters", input.getParametersMap()));
    if (isRaw() && input.hasContents()) {
      throw Refusals.tensor(
          name, "its values must be in raw_input_contents or in contents, not in both.");
    }
    Object values =
        isRaw()
            ? raw(name, type, size, sent.getRawInputContents(index))
            : new TypedContents(name, type, size).read(input.getContents());
    return new SentTensor(name, shape, SentInput.decodable(values, base64));
  }

  static Object raw(String name, WireType type, int size, ByteString bytes) {
    long needed = (long) size * type.byteCount();
    if (type != WireType.BYTES && bytes.size() != needed) {
      throw Refusals.tensor(
          name,
          "its raw contents must have "
              + needed
              + " bytes for the shape, got "
              + bytes.size()
              + ".");
    }
    return new BinaryData(bytes.toByteArray(), 0).read(name, type, size, bytes.size());
  }

  private List<WantedOutput> outputs() {
    List<WantedOutput> list = new ArrayList<>(sent.getOutputsCount());
    Set<String> names = new HashSet<>();
    for (InferRequestedOutputTensor output : sent.getOutputsList()) {
      if (output.getName().isEmpty()) {
        throw Refusals.request("Every output must have a name.");
      }
      if (!names.add(output.getName())) {
        throw Refusals.tensor(output.getName(), "it is asked for twice in outputs.");
      }
      list.add(
          ProtocolParams.takeOfOutput(
              output.getName(), parameters("outputs.parameters", output.getParametersMap())));
    }
    return list;
  }

  static ObjectNode parameters(String where, Map<String, InferParameter> sent) {
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    sent.forEach(
        (name, value) -> {
          switch (value.getParameterChoiceCase()) {
            case BOOL_PARAM -> parameters.put(name, value.getBoolParam());
            case INT64_PARAM -> parameters.put(name, value.getInt64Param());
            case STRING_PARAM -> parameters.put(name, value.getStringParam());
            case DOUBLE_PARAM -> parameters.put(name, value.getDoubleParam());
            case UINT64_PARAM -> putUnsigned(parameters, name, value.getUint64Param());
            default ->
                throw Refusals.request(where + "." + ShownName.of(name) + " must have a value.");
          }
        });
    return parameters;
  }

  private static void putUnsigned(ObjectNode parameters, String name, long value) {
    if (value >= 0) {
      parameters.put(name, value);
    } else {
      parameters.put(name, new BigInteger(Long.toUnsignedString(value)));
    }
  }
}
