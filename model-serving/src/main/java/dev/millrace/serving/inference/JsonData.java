package dev.millrace.serving.inference;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.core.error.MlflowException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tensor's {@code data}, flat or nested, straight into one array of primitives. {@code
 * null} stands for no value, as MLServer has it: NaN among numbers.
 */
final class JsonData {

  private static final int MAX_DIMENSIONS = 16;

  private final String name;
  private final WireType type;
  private final long[] lengths = new long[MAX_DIMENSIONS];
  private int depth;
  private int count;

  private double[] reals = {};
  private long[] integers = {};
  private boolean[] booleans = {};
  private @Nullable String[] texts = {};

  /**
   * @param expected how many values are likely
   */
  JsonData(String name, WireType type, int expected) {
    this.name = name;
    this.type = type;
    Arrays.fill(lengths, -1);
    grow(Math.max(expected, 8));
  }

  /** Reads the value that the parser is at. */
  JsonData read(JsonParser json) throws IOException {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw Refusals.tensor(name, "data must be a list, got " + Refusals.kind(json) + ".");
    }
    list(json, 0);
    return this;
  }

  private void list(JsonParser json, int level) throws IOException {
    if (level == MAX_DIMENSIONS) {
      throw Refusals.tensor(name, "data is nested too deep.");
    }
    long length = 0;
    for (JsonToken token = json.nextToken();
        token != JsonToken.END_ARRAY;
        token = json.nextToken()) {
      length++;
      if (token == JsonToken.START_ARRAY) {
        requireDepth(level + 2, depth == 0 || level + 2 <= depth);
        list(json, level + 1);
      } else {
        depth = depth == 0 ? level + 1 : depth;
        requireDepth(level + 1, level + 1 == depth);
        add(json, token);
      }
    }
    if (lengths[level] >= 0 && lengths[level] != length) {
      throw Refusals.tensor(name, "data has lists of different lengths side by side.");
    }
    lengths[level] = length;
  }

  private void requireDepth(int found, boolean fits) {
    if (!fits) {
      throw Refusals.tensor(
          name,
          "data has values at different depths: after value " + count + " at depth " + found + ".");
    }
  }

  private void add(JsonParser json, JsonToken token) throws IOException {
    if (count == capacity()) {
      grow(2 * count);
    }
    if (type.isReal()) {
      reals[count] = real(json, token);
    } else if (type.isInteger()) {
      if (token != JsonToken.VALUE_NUMBER_INT) {
        throw wrong(Refusals.kind(json));
      }
      integers[count] = integer(json);
    } else if (type == WireType.BOOL) {
      if (!token.isBoolean()) {
        throw wrong(Refusals.kind(json));
      }
      booleans[count] = token == JsonToken.VALUE_TRUE;
    } else {
      if (token != JsonToken.VALUE_STRING && token != JsonToken.VALUE_NULL) {
        throw wrong(Refusals.kind(json));
      }
      texts[count] = token == JsonToken.VALUE_NULL ? null : json.getText();
    }
    count++;
  }

  private double real(JsonParser json, JsonToken token) throws IOException {
    if (token == JsonToken.VALUE_NULL) {
      return Double.NaN;
    }
    if (!token.isNumeric()) {
      throw wrong(Refusals.kind(json));
    }
    double value = type.rounded(json.getDoubleValue());
    if (!Double.isFinite(value)) {
      throw wrong("a number out of range");
    }
    return value;
  }

  private long integer(JsonParser json) throws IOException {
    // An integer that no long holds is of the type BIG_INTEGER.
    boolean fits = json.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!fits || !type.holds(json.getLongValue())) {
      throw wrong("a number out of range");
    }
    return json.getLongValue();
  }

  private MlflowException wrong(String got) {
    return Refusals.tensor(name, "value " + count + ": expected " + type + ", got " + got + ".");
  }

  private int capacity() {
    return reals.length + integers.length + booleans.length + texts.length;
  }

  private void grow(int capacity) {
    if (type.isReal()) {
      reals = Arrays.copyOf(reals, capacity);
    } else if (type.isInteger()) {
      integers = Arrays.copyOf(integers, capacity);
    } else if (type == WireType.BOOL) {
      booleans = Arrays.copyOf(booleans, capacity);
    } else {
      texts = Arrays.copyOf(texts, capacity);
    }
  }

  /** The values, as many as the shape has, nested as it says or flat. */
  Object values(long[] shape, int size) {
    boolean flat = depth <= 1;
    if (!flat && !Arrays.equals(shape, Arrays.copyOf(lengths, depth))) {
      throw Refusals.tensor(
          name,
          "shape says "
              + Arrays.toString(shape)
              + ", and data is nested as "
              + Arrays.toString(Arrays.copyOf(lengths, depth))
              + ".");
    }
    if (count != size) {
      throw Refusals.tensor(
          name, "shape " + Arrays.toString(shape) + " has " + size + " values, got " + count + ".");
    }
    if (type.isReal()) {
      return reals.length == count ? reals : Arrays.copyOf(reals, count);
    } else if (type.isInteger()) {
      return integers.length == count ? integers : Arrays.copyOf(integers, count);
    } else if (type == WireType.BOOL) {
      return booleans.length == count ? booleans : Arrays.copyOf(booleans, count);
    }
    return texts.length == count ? texts : Arrays.copyOf(texts, count);
  }
}
