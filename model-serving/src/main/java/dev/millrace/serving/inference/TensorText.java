package dev.millrace.serving.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.core.error.MlflowException;
import dev.millrace.core.json.MlflowJson;
import dev.millrace.serving.requestlog.Content;
import dev.millrace.serving.requestlog.UnkeepableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes tensors that came in binary, or went so, as the JSON that says the same. */
final class TensorText {

  private static final String SIZE = "binary_data_size";

  private TensorText() {}

  /**
   * A request's body.
   *
   * @param jsonLength the header that says how much of it is JSON; null where all is
   */
  static Content ofRequest(byte[] body, @Nullable String jsonLength) {
    return jsonLength == null
        ? Content.text(body)
        : new Content(body, bytes -> text(bytes, number(jsonLength, bytes.length), "inputs"));
  }

  static Content ofAnswer(InferAnswer answer) {
    int jsonLength = answer.jsonLength();
    return answer.isBinary()
        ? new Content(answer.body(), bytes -> text(bytes, jsonLength, "outputs"))
        : Content.text(answer.body());
  }

  private static int number(String jsonLength, int length) {
    try {
      int number = Integer.parseInt(jsonLength.strip());
      if (number >= 0 && number <= length) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new UnkeepableException("Where its JSON ends is not known.");
  }

  private static byte[] text(byte[] body, int jsonLength, String field) {
    try {
      JsonNode tree = MlflowJson.mapper().readTree(body, 0, jsonLength);
      BinaryData binary = new BinaryData(body, jsonLength);
      for (JsonNode tensor : tree.path(field)) {
        if (tensor instanceof ObjectNode object
            && object.path("parameters") instanceof ObjectNode parameters
            && parameters.has(SIZE)) {
          long size = parameters.remove(SIZE).longValue();
          if (parameters.isEmpty()) {
            object.remove("parameters");
          }
          object.set("data", data(object, size, binary));
        }
      }
      if (binary.left() > 0) {
        throw new UnkeepableException("It holds bytes that belong to no tensor.");
      }
      return MlflowJson.mapper().writeValueAsBytes(tree);
    } catch (IOException | MlflowException e) {
      throw new UnkeepableException("Its tensors could not be read.");
    }
  }

  private static ArrayNode data(ObjectNode tensor, long bytes, BinaryData binary) {
    WireType type = WireType.fromWire(tensor.path("datatype").asText());
    if (type == null) {
      throw new UnkeepableException("It has a tensor of an unknown type.");
    }
    long size = 1;
    for (JsonNode length : tensor.path("shape")) {
      // What the shape claims takes memory only as far as there are bytes for it.
      size = Math.min(size * Math.max(0, length.asLong()), Integer.MAX_VALUE);
    }
    if (type != WireType.BYTES && size * type.byteCount() != bytes) {
      throw new UnkeepableException("It has a tensor whose bytes are not those of its shape.");
    }
    return json(binary.read(tensor.path("name").asText(), type, (int) size, bytes), type);
  }

  static ArrayNode json(Object values, WireType type) {
    ArrayNode data = JsonNodeFactory.instance.arrayNode();
    if (values instanceof double[] reals) {
      for (double real : reals) {
        if (Double.isInfinite(real)) {
          throw new UnkeepableException("It holds infinity, which JSON has no number for.");
        } else if (Double.isNaN(real)) {
          data.addNull();
        } else if (type == WireType.FP64) {
          data.add(real);
        } else {
          data.add((float) real);
        }
      }
    } else if (values instanceof long[] integers) {
      Arrays.stream(integers).forEach(data::add);
    } else if (values instanceof boolean[] booleans) {
      for (boolean value : booleans) {
        data.add(value);
      }
    } else {
      for (byte[] element : (byte[][]) values) {
        data.add(utf8(element));
      }
    }
    return data;
  }

  private static String utf8(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnkeepableException("It holds a tensor of bytes that are no text.");
    }
  }
}
