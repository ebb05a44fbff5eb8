package dev.millrace.core.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.function.Function;
import java.util.function.LongFunction;

/**
 * Reads strings and integers as protobuf's JSON does: a string only from a string, an integer from
 * a number or a numeric string without a fraction ({@code 3}, {@code "3"}, {@code 3.0}).
 */
final class StrictScalars {

  private StrictScalars() {}

  static SimpleModule module() {
    return new SimpleModule("strict-scalars")
        .addDeserializer(String.class, new Text())
        .addDeserializer(
            Long.class, new Whole<>(Long.class, Long::valueOf, BigDecimal::longValueExact))
        .addDeserializer(
            Integer.class, new Whole<>(Integer.class, Math::toIntExact, BigDecimal::intValueExact));
  }

  private static final class Text extends StdScalarDeserializer<String> {

    private static final long serialVersionUID = 1L;

    Text() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (!parser.hasToken(JsonToken.VALUE_STRING)) {
        return (String) context.handleUnexpectedToken(String.class, parser);
      }
      String text = parser.getText();
      return isStorable(text)
          ? text
          : (String)
              context.handleWeirdStringValue(
                  String.class, text, "a string may not hold NUL or half a surrogate pair");
    }

    private static boolean isStorable(String text) {
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\0') {
          return false;
        }
        if (Character.isSurrogate(c)) {
          if (!Character.isHighSurrogate(c)
              || i + 1 == text.length()
              || !Character.isLowSurrogate(text.charAt(i + 1))) {
            return false;
          }
          i++;
        }
      }
      return true;
    }
  }

  private static final class Whole<T> extends StdScalarDeserializer<T> {

    private static final long serialVersionUID = 1L;

    /** Reading a number takes time by the square of its length, and a string has no bound. */
    private static final int MAX_LENGTH = 100;

    private final Class<T> type;
    private final transient LongFunction<T> narrow;
    private final transient Function<BigDecimal, T> exact;

    Whole(Class<T> type, LongFunction<T> narrow, Function<BigDecimal, T> exact) {
      super(type);
      this.type = type;
      this.narrow = narrow;
      this.exact = exact;
    }

    @Override
    @SuppressWarnings("unchecked")
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      JsonToken token = parser.currentToken();
      if (token != JsonToken.VALUE_STRING
          && token != JsonToken.VALUE_NUMBER_INT
          && token != JsonToken.VALUE_NUMBER_FLOAT) {
        return (T) context.handleUnexpectedToken(type, parser);
      }
      try {
        if (token == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
          return narrow.apply(parser.getLongValue());
        }
      } catch (ArithmeticException e) {
        // refused below
      }
      String text = parser.getText().trim();
      try {
        if (text.length() <= MAX_LENGTH) {
          return exact.apply(new BigDecimal(text));
        }
      } catch (ArithmeticException | NumberFormatException e) {
        // refused below
      }
      return (T) context.handleWeirdStringValue(type, text, "not a whole number in range");
    }
  }
}
