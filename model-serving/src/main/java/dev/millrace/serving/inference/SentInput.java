package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.millrace.core.signature.SentTensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of a request's {@code inputs}, as its JSON says. */
final class SentInput {

  private static final Set<String> FIELDS =
      Set.of("name", "shape", "datatype", "parameters", "data");

  /** Reads the object that the parser is at. */
  interface ObjectReader {
    ObjectNode read(String field) throws IOException;
  }

  private final String name;
  private final WireType type;
  private final long[] shape;
  private final int size;
  private final ObjectNode parameters;
  private final @Nullable JsonData data;

  private SentInput(
      String name, WireType type, long[] shape, ObjectNode parameters, @Nullable JsonData data) {
    this.name = name;
    this.type = type;
    this.shape = shape;
    this.size = TensorShape.size(name, shape);
    this.parameters = parameters;
    this.data = data;
  }

  /** Reads the object that the parser is at, whatever the order of its fields. */
  static SentInput read(JsonParser json, ObjectReader objects) throws IOException {
    String name = null;
    WireType type = null;
    long[] shape = null;
    ObjectNode parameters = JsonNodeFactory.instance.objectNode();
    JsonData data = null;
    TokenBuffer early = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String field = json.currentName();
      if (!FIELDS.contains(field)) {
        throw Refusals.request(
            "An input has a field that the protocol does not know; it knows name, shape, datatype,"
                + " parameters and data.");
      }
      json.nextToken();
      switch (field) {
        case "name" -> name = text(json, "inputs.name");
        case "shape" -> shape = shape(json);
        case "datatype" -> type = type(text(json, "inputs.datatype"));
        case "parameters" -> parameters = objects.read("inputs.parameters");
        default -> {
          if (name != null && type != null) {
            data = new JsonData(name, type, expected(shape)).read(json);
          } else {
            // What the values are comes behind them: rare, and then they are kept as they are.
            early = new TokenBuffer(json);
            early.copyCurrentStructure(json);
          }
        }
      }
    }
    if (name == null || type == null || shape == null) {
      throw Refusals.request("Every input must have name, shape and datatype.");
    }
    if (early != null) {
      try (JsonParser again = early.asParser()) {
        again.nextToken();
        data = new JsonData(name, type, expected(shape)).read(again);
      }
    }
    return new SentInput(name, type, shape, parameters, data);
  }

  /** Not what the shape says, but what it may say without taking memory for nothing. */
  private static int expected(long @Nullable [] shape) {
    long values = 1;
    for (int d = 0; shape != null && d < shape.length; d++) {
      values = Math.min(values * Math.min(shape[d], 1 << 10), 1 << 14);
    }
    return shape == null ? 0 : (int) values;
  }

  private static String text(JsonParser json, String field) throws IOException {
    if (json.currentToken() != JsonToken.VALUE_STRING) {
      throw Refusals.request(field + " must be a string.");
    }
    return json.getText();
  }

  static WireType type(String wireName) {
    WireType type = WireType.fromWire(wireName);
    if (type == null) {
      throw Refusals.request(
          "inputs.datatype must be one of " + Arrays.toString(WireType.values()) + ".");
    }
    return type;
  }

  private static long[] shape(JsonParser json) throws IOException {
    List<Long> lengths = new ArrayList<>();
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw Refusals.request("inputs.shape must be a list of lengths.");
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      boolean length =
          json.currentToken() == JsonToken.VALUE_NUMBER_INT
              && json.getNumberType() == JsonParser.NumberType.INT
              && json.getIntValue() >= 0;
      if (!length || lengths.size() == TensorShape.MAX_DIMENSIONS) {
        throw TensorShape.wrong();
      }
      lengths.add(json.getLongValue());
    }
    return TensorShape.of(lengths);
  }

  /** The tensor, with the next bytes of the binary part where it came so. */
  SentTensor tensor(BinaryData binary) {
    JsonNode binarySize = parameters.remove("binary_data_size");
    boolean base64 = ProtocolParams.takeOfInput(name, parameters);
    if ((data == null) == (binarySize == null)) {
      throw Refusals.tensor(name, "it must have either data or binary_data_size.");
    }
    if (data != null) {
      return new SentTensor(name, shape, data.values(shape, size));
    }
    if (binarySize == null || !binarySize.isIntegralNumber() || !binarySize.canConvertToLong()) {
      throw Refusals.tensor(name, "binary_data_size must be a number of bytes.");
    }
    Object values = binary.read(name, type, size, binarySize.longValue());
    return new SentTensor(name, shape, decodable(values, base64));
  }

  /** Texts in base64 are read as such where they came as bytes. */
  static Object decodable(Object values, boolean base64) {
    return base64 && values instanceof byte[][] bytes ? ascii(bytes) : values;
  }

  private static String[] ascii(byte[][] texts) {
    return Arrays.stream(texts)
        .map(text -> new String(text, StandardCharsets.US_ASCII))
        .toArray(String[]::new);
  }
}
