package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.inference.InferRequest.WantedOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The answer to an inference request.
 *
 * @param jsonLength how many bytes of the body are JSON; the rest are tensors in binary
 */
record InferAnswer(byte[] body, int jsonLength) {

  boolean isBinary() {
    return jsonLength < body.length;
  }

  /**
   * @param version the registered version that answers
   * @throws dev.millrace.core.error.MlflowException INVALID_PARAMETER_VALUE where an output is
   *     wanted that the model has not
   */
  static InferAnswer of(
      InferRequest request, List<OutputTensor> outputs, String model, int version) {
    List<byte[]> binary = new ArrayList<>();
    ByteArrayBuilder body = new ByteArrayBuilder(512);
    try (body;
        JsonGenerator json = MlflowJson.mapper().getFactory().createGenerator(body)) {
      json.writeStartObject();
      json.writeStringField("model_name", model);
      json.writeStringField("model_version", Integer.toString(version));
      if (request.id() != null) {
        json.writeStringField("id", request.id());
      }
      json.writeArrayFieldStart("outputs");
      if (request.outputs().isEmpty()) {
        for (OutputTensor output : outputs) {
          write(json, output, request.binary(), binary);
        }
      }
      for (WantedOutput wanted : request.outputs()) {
        boolean inBinary = wanted.binary() == null ? request.binary() : wanted.binary();
        write(json, OutputTensors.require(wanted.name(), outputs), inBinary, binary);
      }
      json.writeEndArray();
      json.writeEndObject();
      json.flush();
      int jsonLength = body.size();
      for (byte[] tensor : binary) {
        body.write(tensor);
      }
      return new InferAnswer(body.toByteArray(), jsonLength);
    } catch (IOException e) {
      throw new IllegalStateException("outputs that are no JSON", e);
    }
  }

  private static void write(
      JsonGenerator json, OutputTensor output, boolean inBinary, List<byte[]> binary)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("name", output.name());
    json.writeStringField("datatype", output.type().name());
    json.writeFieldName("shape");
    json.writeArray(output.shape(), 0, output.shape().length);
    if (inBinary) {
      byte[] bytes = output.bytes();
      binary.add(bytes);
      json.writeObjectFieldStart("parameters");
      json.writeNumberField("binary_data_size", bytes.length);
      json.writeEndObject();
    } else {
      json.writeArrayFieldStart("data");
      writeValues(json, output.values());
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  /** What is no number is null: JSON has no other word for it. */
  private static void writeValues(JsonGenerator json, Object values) throws IOException {
    if (values instanceof float[] floats) {
      for (float value : floats) {
        if (Float.isFinite(value)) {
          json.writeNumber(value);
        } else {
          json.writeNull();
        }
      }
    } else if (values instanceof double[] doubles) {
      for (double value : doubles) {
        if (Double.isFinite(value)) {
          json.writeNumber(value);
        } else {
          json.writeNull();
        }
      }
    } else if (values instanceof long[] longs) {
      for (long value : longs) {
        json.writeNumber(value);
      }
    } else if (values instanceof boolean[] booleans) {
      for (boolean value : booleans) {
        json.writeBoolean(value);
      }
    } else {
      for (String value : (String[]) values) {
        json.writeString(value);
      }
    }
  }
}
