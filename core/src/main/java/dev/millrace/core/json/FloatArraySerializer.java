package dev.millrace.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonGeneratorImpl;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Writes floats as one text, which is most of what it takes to answer many rows. */
final class FloatArraySerializer extends StdSerializer<float[]> {

  private FloatArraySerializer() {
    super(float[].class);
  }

  static SimpleModule module() {
    return new SimpleModule("float-arrays").addSerializer(new FloatArraySerializer());
  }

  @Override
  public void serialize(float[] values, JsonGenerator json, SerializerProvider provider)
      throws IOException {
    if (!(json instanceof JsonGeneratorImpl)) {
      // What makes a tree takes numbers.
      writeOneByOne(values, json);
      return;
    }
    char[] text = new char[2 + values.length * (FloatText.LONGEST + 1)];
    text[0] = '[';
    int end = 1;
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        writeOneByOne(values, json);
        return;
      }
      if (i > 0) {
        text[end++] = ',';
      }
      end = FloatText.write(values[i], text, end);
    }
    text[end++] = ']';
    json.writeRawValue(text, 0, end);
  }

  private static void writeOneByOne(float[] values, JsonGenerator json) throws IOException {
    json.writeStartArray(values, values.length);
    for (float value : values) {
      json.writeNumber(value);
    }
    json.writeEndArray();
  }
}
