package dev.millrace.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;

/**
 * Reads {@code true} and {@code false} and nothing like them. For a field that a body has alone: in
 * a query every value is a text.
 */
public final class TrueOrFalse extends StdScalarDeserializer<Boolean> {

  private static final long serialVersionUID = 1L;

  public TrueOrFalse() {
    super(Boolean.class);
  }

  @Override
  public Boolean deserialize(JsonParser parser, DeserializationContext context) throws IOException {
    if (parser.hasToken(JsonToken.VALUE_TRUE)) {
      return true;
    }
    return parser.hasToken(JsonToken.VALUE_FALSE)
        ? false
        : (Boolean) context.handleUnexpectedToken(Boolean.class, parser);
  }
}
